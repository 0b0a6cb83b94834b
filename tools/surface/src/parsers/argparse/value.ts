import { closingBrackets, cutOutsideBrackets } from "../placeholder.ts";

/** What argparse prints for the values of one flag or positional argument. */
export interface ValueShape {
  /** One name for each word that is always taken; `[]` for choices. */
  readonly names: readonly string[];
  /** Of `{a,b}`. */
  readonly choices?: readonly string[];
  /** Whether it may be left out. */
  readonly optional: boolean;
  /** Whether it takes any number of words. */
  readonly variadic: boolean;
}

/** Reads `X`, `X Y`, `[X]`, `X [X ...]`, `[X ...]`, `[X [X ...]]`, `{a,b}` and `...`; `undefined` for an empty text. */
export function readValue(text: string): ValueShape | undefined {
  const isBracketed = isOneBracket(text);
  const inner = isBracketed ? text.slice(1, -1) : text;
  const words = valueWords(inner);
  const first = words[0];
  if (first === undefined) return undefined;
  const variadic = words.some((word) => word === "..." || /^\[.*\.\.\.\]$/s.test(word));
  const always = words.filter((word) => word !== "..." && !word.startsWith("["));
  const choices = /^\{.*\}$/s.test(first) ? choicesOf(first) : undefined;
  return {
    names: choices === undefined ? always : [],
    ...(choices === undefined ? {} : { choices }),
    optional: isBracketed || first === "...",
    variadic,
  };
}

/** Whether a text is one pair of square brackets and what is in it. */
function isOneBracket(text: string): boolean {
  return text.startsWith("[") && text.endsWith("]") && closersOf(text).get(0) === text.length - 1;
}

/** Whether a name stands twice in a text, as in `[X X]`. */
export function repeatedName(text: string): boolean {
  const words = text.replaceAll(/[[\]]/g, "").split(" ");
  return words.length > 1 && words.every((word) => word === words[0]);
}

/** Cuts a text at its spaces outside of brackets. */
export function valueWords(text: string): readonly string[] {
  return cutOutsideBrackets(text, " ", closersOf(text)).filter((word) => word !== "");
}

/** The values of `{a,b}`. */
export function choicesOf(text: string): readonly string[] {
  return text
    .slice(1, -1)
    .split(",")
    .map((value) => value.trim())
    .filter((value) => value !== "");
}

function closersOf(text: string): ReadonlyMap<number, number> {
  return closingBrackets(text.replaceAll("{", "(").replaceAll("}", ")"));
}
