import type { CommandDraft } from "./command-draft.ts";
import type { Value } from "./values.ts";

/** What reading the declarations of a library needs of the reader. */
export interface Machine {
  /** Whether what is read just now stands in a branch. */
  readonly isConditional: boolean;
  /** A new command below another one, or below nothing that is known. */
  createCommand(name: string | undefined, parent: CommandDraft | undefined): CommandDraft;
  /** Reads the body of a function that is given these values. */
  callFunction(value: Value | undefined, args: readonly Value[]): Value;
  /** Makes a command that was made by itself a sub-command of another one. */
  adopt(parent: CommandDraft, value: Value | undefined, facts: Value | undefined): void;
  /** Remembers that a command reads the command line. */
  markParsed(command: CommandDraft): void;
  /** Remembers that a command module has its place. */
  consume(module: Value): void;
}
