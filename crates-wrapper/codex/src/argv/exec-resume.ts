import { CodexError } from "../codex-error.ts";
import { type ArgvToken, flagTokens, type Passthrough, passthroughTokens, typedTokens } from "./argv-token.ts";
import { type ExecOptions, execTokens } from "./exec-options.ts";
import { sessionFlags, type SessionOptions } from "./session-options.ts";
import { assertTurn, promptOnStdin, turnFlags, type TurnRequest } from "./turn-options.ts";

/** A further turn of a recorded session: `codex exec resume`. */
export interface ExecResumeRequest extends ExecOptions, SessionOptions, TurnRequest, Passthrough {
  readonly session: ResumedSession;
  /** Looks at the sessions of all directories, not only of the working one. */
  readonly all?: boolean;
}

/** A session by its id or thread name, or the newest one. */
export type ResumedSession = { readonly type: "id"; readonly id: string } | { readonly type: "last" };

/** Throws a `CodexError` for a combination that codex refuses. */
export function execResumeArgv(request: ExecResumeRequest): ArgvToken[] {
  assertTurn(request);
  return [
    ...execTokens(request),
    ...typedTokens("resume"),
    ...flagTokens(sessionFlags, request),
    ...flagTokens(turnFlags, request),
    ...flagTokens<{ all: boolean }>({ all: "--all" }, request),
    ...(request.session.type === "last" ? typedTokens("--last") : []),
    ...passthroughTokens(request),
    ...(request.session.type === "id" ? typedTokens(positional(request.session.id)) : []),
    ...typedTokens(promptOnStdin),
  ];
}

function positional(id: string): string {
  if (id === "" || id.startsWith("-")) throw CodexError.forRequest(`Session id "${id}" reads as a flag, wanted an id or a thread name`);
  return id;
}
