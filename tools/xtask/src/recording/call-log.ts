import type { RecordedCall } from "@lockstep/parity";

/**
 * Reads what a stand-in wrote down of one call: the number of words, the words and the names of the variables, each ended by
 * NUL, and a last word that says that it is whole. `undefined` when it is not: its writer was killed.
 * @param log the call's own file
 * @param fields the names of the fields of `initialize` requests, a line of JSON each
 */
export function parseCall(log: string, fields: string): RecordedCall | undefined {
  const [count = "", ...words] = log.split("\0");
  const size = Number(count);
  if (!/^\d+$/.test(count) || words.length !== size + 3 || words.at(-2) !== "end") return undefined;
  return {
    argv: words.slice(0, size),
    environment: linesOf(words[size] ?? ""),
    // A last line without its end was being written.
    initialize: linesOf(fields.slice(0, fields.lastIndexOf("\n") + 1)).map((line) => JSON.parse(line) as string),
  };
}

function linesOf(text: string): readonly string[] {
  return text.split("\n").filter((line) => line !== "");
}
