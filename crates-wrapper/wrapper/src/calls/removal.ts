import type { WrapperErrorClass } from "../wrapper-error.ts";
import type { Answer } from "./questions.ts";

/** The answer of a call that removes something, and succeeds also when there was nothing. */
export interface Removal {
  readonly removed: boolean;
}

/** Answers about removals, with the errors of a wrapper. */
export interface RemovalTools {
  /**
   * What the program says it did, on stdout or stderr: a line that begins with `done`, or one with `nothing`.
   * Throws with the code `…_OUTPUT` when there is neither.
   */
  readonly removalOf: (answer: Answer, done: string, nothing: string) => Removal;
}

/** Binds them to the error class of a wrapper. */
export function removalTools(errors: WrapperErrorClass): RemovalTools {
  return {
    removalOf({ command, outcome }, done, nothing) {
      const said = `${outcome.stdout}\n${outcome.stderr}`.split("\n");
      if (said.some((line) => line.startsWith(done))) return { removed: true };
      if (said.some((line) => line.startsWith(nothing))) return { removed: false };
      const { title } = errors.program;
      const summary = `${title} says neither "${done} …" nor "${nothing} …", it says ${JSON.stringify(outcome.stdout.slice(0, 80))}`;
      throw errors.forOutput(summary, command, outcome, outcome.stderr);
    },
  };
}
