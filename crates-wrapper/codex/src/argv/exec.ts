import { type ArgvToken, assertNoConflict, flagTokens, type Passthrough, passthroughTokens, typedTokens } from "./argv-token.ts";
import { type ExecOptions, execTokens } from "./exec-options.ts";
import { sessionFlags, type SessionOptions } from "./session-options.ts";
import { assertTurn, promptOnStdin, turnFlags, type TurnRequest } from "./turn-options.ts";

/** A new session: `codex exec`. */
export interface ExecRequest extends ExecOptions, SessionOptions, TurnRequest, Passthrough {
  /** Works in a new managed Git worktree. */
  readonly worktree?: boolean;
}

/** Throws a `CodexError` for a combination that codex refuses. */
export function execArgv(request: ExecRequest): ArgvToken[] {
  assertTurn(request);
  assertNoConflict(request, [["worktree", "ephemeral"]]);
  return [
    ...execTokens(request),
    ...flagTokens(sessionFlags, request),
    ...flagTokens(turnFlags, request),
    ...flagTokens<{ worktree: boolean }>({ worktree: "--worktree" }, request),
    ...passthroughTokens(request),
    ...typedTokens(promptOnStdin),
  ];
}
