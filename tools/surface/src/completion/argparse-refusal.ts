import type { AcceptanceAnswer } from "../capture.ts";

/** What argparse named when it refused a call. */
export type ArgparseRefusal =
  /** A beginning of several flags: all of them, hidden ones too. */
  | { readonly type: "ambiguous"; readonly names: readonly string[] }
  /** One flag, by all its spellings; it takes a value unless it was refused for having one. */
  | { readonly type: "flag"; readonly names: readonly string[]; readonly takesValue: boolean }
  /** A word that is no command: all that are, hidden ones too. */
  | { readonly type: "choices"; readonly names: readonly string[] };

/**
 * Reads the refusal of a call of a command; `undefined` where there is none, and where another command refused: one above it, which looks at
 * the words of those below it first, or one below it that the program puts in where none is named. Python 3.14 writes choices without
 * quotes.
 * @param word the one that is no command
 * @param paths those of all commands that are known
 */
export function readRefusal(
  { path, exitCode, stderr }: Pick<AcceptanceAnswer, "path" | "exitCode" | "stderr">,
  word: string,
  paths: ReadonlySet<string>,
): ArgparseRefusal | undefined {
  if (exitCode === 0) return undefined;
  const [, prog, message] = /^(?:(\S[^\n]*?): error: |[ \t]*)((?:ambiguous option: |argument )[^\n]*)$/m.exec(stderr) ?? [];
  if (message === undefined || (prog !== undefined && ownerOf(prog, paths) !== path.join(" "))) return undefined;
  const [, several] = /^ambiguous option: \S+ could match (.+)$/.exec(message) ?? [];
  if (several !== undefined) return { type: "ambiguous", names: several.split(", ").filter((name) => /^--?[^\s-]\S*$/.test(name)) };
  const [, refused, listed = ""] = /: invalid choice: '([^']*)' \(choose from (.*)\)$/.exec(message) ?? [];
  if (refused === word) {
    return { type: "choices", names: listed.split(", ").map((name) => name.replaceAll(/^'|'$/g, "")) };
  }
  const [, spelled, said] = /^argument ((?:-[^\s/:]+\/)*--?[^\s/:]+): (.+)$/.exec(message) ?? [];
  if (spelled === undefined) return undefined;
  return { type: "flag", names: spelled.split("/"), takesValue: said?.startsWith("ignored explicit argument") !== true };
}

/** The command that a refusal begins with, behind the words that call the program. */
function ownerOf(prog: string, paths: ReadonlySet<string>): string {
  const words = prog.split(" ");
  const ends = words.slice(1).map((_, index) => words.slice(index + 1).join(" "));
  return ends.find((end) => paths.has(end)) ?? "";
}
