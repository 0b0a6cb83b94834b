import type { FlagTable } from "@lockstep/wrapper";
import { ClaudeCodeError } from "../claude-code-error.ts";
import { assertNeeds, assertNoConflict } from "../claude-tools.ts";

/** Which conversation a run belongs to: a new one, unless `continue`, `resume` or `teleport` is set. */
export interface ContinuationOptions {
  /** The newest conversation of the working directory. */
  readonly continue?: boolean;
  /** A conversation by its id, or by its whole title. */
  readonly resume?: string;
  /** A conversation of the cloud by its id, which goes on here, on its branch. */
  readonly teleport?: string;
  /** Goes on under a new id, and leaves the conversation as it is; with `continue` or `resume`. */
  readonly forkSession?: boolean;
  /** Id of the new conversation, a UUID. */
  readonly sessionId?: string;
  /** Id of the last message that counts; with `resume`. Help conceals it. */
  readonly resumeSessionAt?: string;
  /** Id of the prompt whose turn `resumeSessionAt` leaves out; it is an error if more would go. Help conceals it. */
  readonly resumeDropsTurn?: string;
  /** Keeps nothing: the conversation cannot be resumed. */
  readonly noSessionPersistence?: boolean;
}

export const continuationFlags: FlagTable<ContinuationOptions> = {
  continue: "--continue",
  resume: "--resume=TEXT",
  teleport: "--teleport=TEXT",
  forkSession: "--fork-session",
  sessionId: "--session-id=TEXT",
  resumeSessionAt: "--resume-session-at=TEXT",
  resumeDropsTurn: "--resume-drops-turn=TEXT",
  noSessionPersistence: "--no-session-persistence",
};

/** Throws for fields that Claude Code refuses together, or of which it would ignore one. */
export function assertContinuation(request: ContinuationOptions): void {
  assertNoConflict(request, [
    ["continue", "resume"],
    ["continue", "teleport"],
    ["resume", "teleport"],
  ]);
  assertNeeds(request, [
    ["resumeSessionAt", "resume"],
    ["resumeDropsTurn", "resumeSessionAt"],
  ]);
  const { continue: goesOn = false, resume, forkSession = false, sessionId } = request;
  const isContinued = goesOn || resume !== undefined;
  if (forkSession && !isContinued) throw ClaudeCodeError.forRequest(`Option "forkSession" needs "continue" or "resume"`);
  if (sessionId !== undefined && isContinued && !forkSession)
    throw ClaudeCodeError.forRequest(`Option "sessionId" needs "forkSession" where a conversation is continued`);
  if (sessionId !== undefined) assertUuid(sessionId, "sessionId");
}

/** Throws for a text that is no UUID. */
export function assertUuid(value: string, field: string): void {
  if (!/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value))
    throw ClaudeCodeError.forRequest(`Value ${JSON.stringify(value)} of "${field}" is no UUID`);
}
