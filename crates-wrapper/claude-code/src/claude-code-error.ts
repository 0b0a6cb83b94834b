import type { ProcessEnd } from "@lockstep/runtime";
import { type Failure, type Program, type ProgramCall, type Unit, WrapperError } from "@lockstep/wrapper";
import type { RunFacts, RunFailureReason } from "./calls/run-facts.ts";
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
 * import { ClaudeCodeError, openClaudeCode } from "@lockstep/claude-code";
 *
 * const claude = await openClaudeCode({ binary: "claude" });
 * try {
 *   await claude.print({ prompt: "Fix the failing test", maxBudgetUsd: 0.5 }).result();
 * } catch (error) {
 *   if (!(error instanceof ClaudeCodeError)) throw error;
 *   if (error.reason === "budget") process.stderr.write(`Spent ${error.run?.costUsd} USD, go on with ${error.run?.sessionId}\n`);
 *   else process.stderr.write(`${error.code}, exit code ${error.exitCode}: ${error.message}\n`);
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
  /** Why a run failed that ended by itself; for one that was killed, and for any other call, `code` says all. */
  readonly reason: RunFailureReason | undefined;
  /** What a run that failed has said of itself until then; absent for any other call. */
  readonly run: RunFacts | undefined;

  private constructor(failure: Failure<string>) {
    super(failure);
    const { facts, reason } = (failure.facts as RunFailure | undefined) ?? { facts: undefined, reason: undefined };
    this.reason = failure.reason === "EXIT" || failure.reason === "OUTPUT" ? reason : undefined;
    this.run = facts;
  }

  /** @internal For a run whose process ended well, and whose answer is not what was asked for. */
  static forRun(summary: string, call: ProgramCall, end: ProcessEnd, stderr: string, run: RunFailure): ClaudeCodeError {
    return new ClaudeCodeError({ reason: "OUTPUT", summary, process: { call, end, stderr }, facts: run });
  }
}

/** What an error says of a run. */
export interface RunFailure {
  readonly facts: RunFacts;
  readonly reason: RunFailureReason | undefined;
}

/** Some flags say which command it is, or the opposite of a field. */
function fieldOf({ path, key }: Required<Unit>, sameLetters: string): string | undefined {
  if (path.length === 0 && ["--print", "--bg"].includes(key)) return undefined;
  if (path.length === 0 && key === "--no-chrome") return "chrome";
  if (path[0] === "ultrareview" && key === "--no-post") return "post";
  if (path[0] === "plugin" && key === "--no-scaffold") return "scaffold";
  return sameLetters;
}
