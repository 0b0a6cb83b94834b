import type { FlagTable } from "@lockstep/wrapper";
import { ClaudeCodeError } from "../claude-code-error.ts";
import { assertNeeds, assertNoConflict } from "../claude-tools.ts";

/** Which conversation of this machine goes on: none, unless `continue` or `resume` is set. */
export interface ResumptionOptions {
  /** The newest conversation of the working directory. */
  readonly continue?: boolean;
  /** A conversation by its id, or by its whole title. */
  readonly resume?: string;
  /** Goes on under a new id, and leaves the conversation as it is; with `continue` or `resume`. */
  readonly forkSession?: boolean;
}

export const resumptionFlags: FlagTable<ResumptionOptions> = {
  continue: "--continue",
  resume: "--resume=TEXT",
  forkSession: "--fork-session",
};

/** Which conversation a run belongs to: a new one, unless `continue`, `resume` or `teleport` is set. */
export interface ContinuationOptions extends ResumptionOptions {
  /** A conversation of the cloud by its id, which goes on here, on its branch. */
  readonly teleport?: string;
  /** Id of the new conversation, or of the copy that `forkSession` or `teleport` makes here: a UUID. */
  readonly sessionId?: string;
  /** Id of the last message that counts; with `resume`. Help conceals it. */
  readonly resumeSessionAt?: string;
  /** Id of the prompt whose turn `resumeSessionAt` leaves out; it is an error if more would go. Help conceals it. */
  readonly resumeDropsTurn?: string;
  /** Keeps nothing: the conversation cannot be resumed. */
  readonly noSessionPersistence?: boolean;
}

export const continuationFlags: FlagTable<ContinuationOptions> = {
  ...resumptionFlags,
  teleport: "--teleport=TEXT",
  sessionId: "--session-id=TEXT",
  resumeSessionAt: "--resume-session-at=TEXT",
  resumeDropsTurn: "--resume-drops-turn=TEXT",
  noSessionPersistence: "--no-session-persistence",
};

/** Throws for fields of which Claude Code would ignore one. */
export function assertResumption(request: ResumptionOptions): void {
  assertNoConflict(request, [["continue", "resume"]]);
  if (request.forkSession === true && !isContinued(request))
    throw ClaudeCodeError.forRequest(`Option "forkSession" needs "continue" or "resume"`);
}

/** Throws for fields that Claude Code refuses together, or of which it would ignore one. */
export function assertContinuation(request: ContinuationOptions): void {
  assertResumption(request);
  assertNoConflict(request, [
    ["continue", "teleport"],
    ["resume", "teleport"],
  ]);
  assertNeeds(request, [
    ["resumeSessionAt", "resume"],
    ["resumeDropsTurn", "resumeSessionAt"],
  ]);
  const { forkSession = false, sessionId } = request;
  if (sessionId !== undefined && isContinued(request) && !forkSession)
    throw ClaudeCodeError.forRequest(`Option "sessionId" needs "forkSession" where a conversation is continued`);
  if (sessionId !== undefined) assertUuid(sessionId, "sessionId");
}

function isContinued(request: ResumptionOptions): boolean {
  return request.continue === true || request.resume !== undefined;
}

/** Throws for a text that is no UUID. */
function assertUuid(value: string, field: string): void {
  if (!/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value))
    throw ClaudeCodeError.forRequest(`Value ${JSON.stringify(value)} of "${field}" is no UUID`);
}
