import type { AcceptanceAnswer } from "../capture.ts";
import type { HelpPage } from "../help-page.ts";
import type { FlagSpelling } from "./flag-candidate.ts";

/** What a binary's answers say of one candidate. */
export type AcceptanceVerdict =
  | { readonly type: "accepted"; readonly takesValue: boolean; readonly valueName?: string }
  /** `similar` is the flag that the refusal suggests. */
  | { readonly type: "rejected"; readonly similar?: string }
  /** `words` are those of the call whose answer decides nothing; `answer` is that answer. */
  | { readonly type: "unknown"; readonly words: readonly string[]; readonly answer: AcceptanceAnswer };

/** How far the answers so far go for the candidates of one command. */
export interface AcceptanceState {
  /** By the candidate's name; those that are still open are absent. */
  readonly verdicts: ReadonlyMap<string, AcceptanceVerdict>;
  /** The words of the calls to make next, without the command's path; `[]` when every candidate has its verdict. */
  readonly next: readonly (readonly string[])[];
}

/** A command whose flags are asked about. */
export interface AskedCommand {
  readonly path: readonly string[];
  readonly page: HelpPage;
  /** Whether somebody has reviewed the candidates; else they are whatever a wrapper was seen to pass. */
  readonly isReviewed: boolean;
  /** Whether the program's own text declares that each of them takes a value. */
  readonly areValued?: boolean;
}

/**
 * How the programs of one framework are asked whether they accept a flag, without any command being run. Pure and total. The
 * words of every call are flags that end in one by which the framework stops before it runs anything.
 */
export interface AcceptanceProtocol {
  /** Whether a call is harmless whatever the flag: the program reads its command line before it acts on any word of it. */
  readonly asksUnreviewed: boolean;
  /** The words of no flag that end a call, where those do; of two the second is refused when the first was taken for a value. */
  readonly sentinels?: readonly [string, string];
  /** The words at the end of a call of a command that stop the program before it runs anything; `undefined` when nothing there surely does. */
  endingOf(words: readonly string[], path: readonly string[]): readonly string[] | undefined;
  /** The state of the candidates of one command, whose names differ. */
  judge(
    command: AskedCommand,
    candidates: readonly FlagSpelling[],
    answerTo: (words: readonly string[]) => AcceptanceAnswer | undefined,
  ): AcceptanceState;
  /** Whether what `<path> --help` answered refuses the last word of the path by its name. */
  refusesCommand(answer: AcceptanceAnswer): boolean;
}

/** The value that is given where the candidate names none. */
export const PROBE_VALUE = "lockstep-probe";
