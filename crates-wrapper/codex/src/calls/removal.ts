import { CodexError } from "../codex-error.ts";
import type { Answer } from "../invocation.ts";

/** The answer of a call that removes something, and succeeds also when there was nothing. */
export interface Removal {
  readonly removed: boolean;
}

/**
 * What codex says it did, on stdout or stderr: a line that begins with `done`, or one with `nothing`.
 * Throws a `CodexError` with code `CODEX_OUTPUT` when there is neither.
 */
export function removalOf({ command, outcome }: Answer, done: string, nothing: string): Removal {
  const said = `${outcome.stdout}\n${outcome.stderr}`.split("\n");
  if (said.some((line) => line.startsWith(done))) return { removed: true };
  if (said.some((line) => line.startsWith(nothing))) return { removed: false };
  const summary = `Codex says neither "${done} …" nor "${nothing} …", it says ${JSON.stringify(outcome.stdout.slice(0, 80))}`;
  throw CodexError.forOutput(summary, command, outcome, outcome.stderr);
}
