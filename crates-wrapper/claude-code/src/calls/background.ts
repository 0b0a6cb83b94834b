import type { CallOptions, Invocation } from "@lockstep/wrapper";
import { backgroundArgv, type BackgroundRequest } from "../argv/background.ts";
import {
  agentsArgv,
  type AgentsRequest,
  type BackgroundSessionRequest,
  logsArgv,
  respawnArgv,
  type RespawnRequest,
  rmArgv,
  type RmRequest,
  stopArgv,
} from "../argv/background-sessions.ts";
import { askDocument, askText } from "../claude-tools.ts";
import type { BackgroundSession } from "../generated/background-session.ts";
import * as guards from "../generated/background-session.validators.js";

/** Sessions in the background. They outlive the call, the client and this process. */
export interface BackgroundCalls {
  /** Starts one; what Claude Code says of it, its id among that. */
  start(request: BackgroundRequest, options?: CallOptions): Promise<string>;
  /** The active sessions. */
  list(request?: AgentsRequest, options?: CallOptions): Promise<readonly BackgroundSession[]>;
  /** The last output of a session. */
  logs(request: BackgroundSessionRequest, options?: CallOptions): Promise<string>;
  stop(request: BackgroundSessionRequest, options?: CallOptions): Promise<string>;
  /** Starts a session, or all of them, anew, so that they are run by the binary of now. */
  respawn(request: RespawnRequest, options?: CallOptions): Promise<string>;
  /** Removes a session and its worktree where that loses nothing. */
  remove(request: RmRequest, options?: CallOptions): Promise<string>;
}

export function backgroundCalls(invocation: Invocation): BackgroundCalls {
  return {
    start: async (request, options) => askText(invocation, backgroundArgv(request), options),
    list: async (request = {}, options) =>
      askDocument(invocation, agentsArgv({ ...request, json: true }), guards.BackgroundSessionList, options),
    logs: async (request, options) => askText(invocation, logsArgv(request), options),
    stop: async (request, options) => askText(invocation, stopArgv(request), options),
    respawn: async (request, options) => askText(invocation, respawnArgv(request), options),
    remove: async (request, options) => askText(invocation, rmArgv(request), options),
  };
}
