/** What clap prints for one value: `<NAME>`, `[NAME]`, `[<NAME>]`, each with `...` inside or behind it. */
export interface Placeholder {
  /** Without the brackets around it; it may hold some of its own, as in `<PLUGIN[@MARKETPLACE]>`. */
  readonly name: string;
  /** Whether its outermost brackets are `<>`. */
  readonly required: boolean;
  readonly variadic: boolean;
  /** Whether any of the brackets around the name are `<>`: those of `[X]` may also group what is optional. */
  readonly marked: boolean;
  /** Index of the text behind it. */
  readonly end: number;
}

/** The placeholder that starts at an index of a text; `undefined` when none does, or when it has no name. */
export function placeholderAt(text: string, at: number, closers: ReadonlyMap<number, number>): Placeholder | undefined {
  const close = isOpening(text[at]) ? closers.get(at) : undefined;
  if (close === undefined) return undefined;
  let variadic = text.startsWith("...", close + 1);
  const end = close + (variadic ? 4 : 1);
  let marked = text[at] === "<";
  let from = at + 1;
  let to = close;
  for (;;) {
    if (to - from >= 3 && text.slice(to - 3, to) === "...") {
      variadic = true;
      to -= 3;
    } else if (isOpening(text[from]) && closers.get(from) === to - 1) {
      marked ||= text[from] === "<";
      from += 1;
      to -= 1;
    } else break;
  }
  const name = text.slice(from, to).trim();
  return name === "" ? undefined : { name, required: text[at] === "<", variadic, marked, end };
}

function isOpening(char: string | undefined): boolean {
  return char === "<" || char === "[";
}

const openerOf: ReadonlyMap<string, string> = new Map([
  [">", "<"],
  ["]", "["],
  [")", "("],
]);

/** What is nested deeper is text, so that reading stays linear whatever the text is. */
const MAX_NESTING = 8;

/** Each opening bracket's index with that of the bracket that closes it. One without a partner is text. */
export function closingBrackets(text: string): ReadonlyMap<number, number> {
  const closers = new Map<number, number>();
  const open: { readonly char: string; readonly index: number }[] = [];
  const waiting = new Map([...openerOf.values()].map((char) => [char, 0]));
  for (let index = 0; index < text.length; index += 1) {
    const char = text[index] ?? "";
    const count = waiting.get(char);
    if (count !== undefined && open.length < MAX_NESTING) {
      open.push({ char, index });
      waiting.set(char, count + 1);
    }
    const wanted = openerOf.get(char);
    if (wanted === undefined || (waiting.get(wanted) ?? 0) === 0) continue;
    for (let last = open.pop(); last !== undefined; last = open.pop()) {
      waiting.set(last.char, (waiting.get(last.char) ?? 1) - 1);
      if (last.char !== wanted) continue;
      closers.set(last.index, index);
      break;
    }
  }
  return closers;
}

/** Cuts a text at each separator, one character, that stands outside of brackets. */
export function cutOutsideBrackets(text: string, separator: string, closers = closingBrackets(text)): readonly string[] {
  const parts: string[] = [];
  let from = 0;
  for (let at = 0; at < text.length;) {
    if (text[at] === separator) {
      parts.push(text.slice(from, at));
      from = at + 1;
      at += 1;
    } else at = (closers.get(at) ?? at) + 1;
  }
  return [...parts, text.slice(from)];
}
