import { type Failure, type Program, type Unit, WrapperError } from "@lockstep/wrapper";
import { secretPlaces } from "./config/secret-places.ts";

/**
 * What went wrong: a request that Claude Code would refuse, an option that the installed version does not have, a process that did not
 * end well, or output that we cannot read or store.
 */
export type ClaudeCodeErrorCode =
  | "CLAUDE_CODE_REQUEST"
  | "CLAUDE_CODE_UNSUPPORTED"
  | "CLAUDE_CODE_NOT_STARTED"
  | "CLAUDE_CODE_EXIT"
  | "CLAUDE_CODE_TIMED_OUT"
  | "CLAUDE_CODE_SILENT"
  | "CLAUDE_CODE_STALLED"
  | "CLAUDE_CODE_OUTPUT_LIMIT"
  | "CLAUDE_CODE_ABORTED"
  | "CLAUDE_CODE_OUTPUT";

/**
 * The one error class of this package. Message, command and stderr carry no secrets; `cause` is the original error where there is one,
 * the `reason` of the caller's `AbortSignal` included. Nothing is known of a process for `CLAUDE_CODE_REQUEST` and
 * `CLAUDE_CODE_UNSUPPORTED`, which start none.
 * @example
 * ```ts
 * import { ClaudeCodeError, printArgv } from "@lockstep/claude-code";
 *
 * try {
 *   printArgv({ prompt: "Go on", continue: true, resume: "0199a213-81c0-4800-8aa1-bbab2a035a53" });
 * } catch (error) {
 *   if (!(error instanceof ClaudeCodeError)) throw error;
 *   process.stderr.write(`${error.code}: ${error.message}\n`);
 * }
 * ```
 */
export class ClaudeCodeError extends WrapperError<ClaudeCodeErrorCode> {
  /** @internal */
  static readonly program: Program = {
    title: "Claude Code",
    command: "claude",
    prefix: "CLAUDE_CODE",
    secrets: secretPlaces,
    fieldOf,
  };
  override readonly name = "ClaudeCodeError";

  private constructor(failure: Failure<string>) {
    super(failure);
  }
}

/** Some flags say which command it is, or the opposite of a field. */
function fieldOf({ path, key }: Required<Unit>, sameLetters: string): string | undefined {
  if (path.length === 0 && ["--print", "--bg"].includes(key)) return undefined;
  if (path.length === 0 && key === "--no-chrome") return "chrome";
  if (path[0] === "ultrareview" && key === "--no-post") return "post";
  if (path[0] === "plugin" && key === "--no-scaffold") return "scaffold";
  return sameLetters;
}
