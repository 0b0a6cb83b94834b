import type { RecordedCall } from "@lockstep/parity";

/**
 * Reads what a stand-in wrote down of one call, each part ended by NUL: the number of words, the words, the names of the
 * variables, the names of those that its caller was started with, and a word that says that it is whole. `undefined` when it
 * is not: its writer was killed. A variable that the caller has itself comes from whatever started that, not from the wrapper.
 * @param log the call's own file
 * @param fields the names of the fields of `initialize` requests, a line of JSON each
 */
export function parseCall(log: string, fields: string): RecordedCall | undefined {
  const [count = "", ...words] = log.split("\0");
  const size = Number(count);
  if (!/^\d+$/.test(count) || words.length !== size + 4 || words.at(-2) !== "end") return undefined;
  const inherited = new Set(linesOf(words[size + 1] ?? ""));
  return {
    argv: words.slice(0, size),
    environment: linesOf(words[size] ?? "").filter((name) => !inherited.has(name)),
    // A last line without its end was being written.
    initialize: linesOf(fields.slice(0, fields.lastIndexOf("\n") + 1)).map((line) => JSON.parse(line) as string),
  };
}

function linesOf(text: string): readonly string[] {
  return text.split("\n").filter((line) => line !== "");
}
