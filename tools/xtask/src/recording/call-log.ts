import type { RecordedCall } from "@lockstep/parity";

/**
 * Reads what a stand-in wrote down of one call, each part ended by NUL: the number of words, the words, the names of the
 * variables, the names of those that its caller was started with, and a word that says that it is whole. A call whose writer
 * was killed behind the words counts, without variables; `undefined` when the words themselves are not all there.
 * @param log the call's own file
 * @param fields the names of the fields of `initialize` requests, a line of JSON each
 * @param ambient the variables that the recorded command had, for systems that do not tell those of a running process: what
 *   the caller has itself comes from whatever started that, not from the wrapper
 */
export function parseCall(log: string, fields: string, ambient: ReadonlySet<string>): RecordedCall | undefined {
  const [count = "", ...words] = log.split("\0");
  const size = Number(count);
  if (!/^\d+$/.test(count) || words.length <= size) return undefined;
  const isWhole = words.length === size + 4 && words.at(-2) === "end";
  const inherited = new Set(linesOf(words[size + 1] ?? ""));
  const known = inherited.size > 0 ? inherited : ambient;
  return {
    argv: words.slice(0, size),
    environment: isWhole ? linesOf(words[size] ?? "").filter((name) => !known.has(name) && !setByShells.has(name)) : [],
    // A last line without its end was being written.
    initialize: linesOf(fields.slice(0, fields.lastIndexOf("\n") + 1)).map((line) => JSON.parse(line) as string),
  };
}

/** Variables that the shell of the stand-in and the runner's own supervision set. */
const setByShells: ReadonlySet<string> = new Set(["PWD", "OLDPWD", "SHLVL", "_", "LOCKSTEP_PROCESS_ID"]);

function linesOf(text: string): readonly string[] {
  return text.split("\n").filter((line) => line !== "");
}
