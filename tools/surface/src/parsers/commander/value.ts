import { closingBrackets, placeholderAt } from "../placeholder.ts";

/** What stands for one positional argument or for the value of a flag. */
export interface ValueShape {
  /** Several for `<a> <b>`, which are separate words of a command line. */
  readonly names: readonly [string, ...string[]];
  readonly required: boolean;
  readonly variadic: boolean;
}

/**
 * Reads `<name>`, `[name]`, `<a|b...>`, `<a> <b>` and one word made of several placeholders, `<commit>@<id>`, of which the name
 * is the word without its brackets. `undefined` when the text is anything else, or has no letter.
 */
export function readValue(text: string): ValueShape | undefined {
  const closers = closingBrackets(text);
  const names: string[] = [];
  let variadic = false;
  for (let at = 0; at < text.length;) {
    const first = placeholderAt(text, at, closers);
    if (first === undefined) return undefined;
    const end = endOfWord(text, first.end, closers);
    names.push(end === first.end ? first.name : text.slice(at, end).replaceAll(/[<>[\]]|\.\.\.$/g, ""));
    variadic ||= first.variadic;
    at = text[end] === " " ? end + 1 : end;
  }
  const [name, ...others] = names;
  return name === undefined || !names.every((each) => /[\p{L}\p{N}]/u.test(each))
    ? undefined
    : { names: [name, ...others], required: text.startsWith("<"), variadic };
}

/** The next space outside of brackets, or the end. */
export function endOfWord(text: string, from: number, closers: ReadonlyMap<number, number>): number {
  let at = from;
  while (at < text.length && !/\s/.test(text[at] ?? "")) at = (closers.get(at) ?? at) + 1;
  return at;
}
