import { type CallOptions, type Invocation, slow } from "@lockstep/wrapper";
import { authLoginArgv, type AuthLoginRequest, authLogoutArgv, authStatusArgv, setupTokenArgv } from "../argv/auth.ts";
import type { CommonOptions } from "../argv/common-options.ts";
import { askDocument, askText, startProcess } from "../claude-tools.ts";
import type { LoginStatus } from "../generated/auth-status.ts";
import * as guards from "../generated/auth-status.validators.js";
import type { ClaudeCodeProcess } from "./claude-code-process.ts";

/** Authentication. */
export interface AuthCalls {
  /** Being logged out is an answer, not an error. */
  status(request?: CommonOptions, options?: CallOptions): Promise<LoginStatus>;
  /** Prints the URL to open as lines, and ends when somebody has signed in there, or when the code of that page was written to it. */
  login(request?: AuthLoginRequest, options?: CallOptions): ClaudeCodeProcess;
  /** Being logged out already is no error. */
  logout(request?: CommonOptions, options?: CallOptions): Promise<string>;
  /** A token for a year, printed after a sign-in in the browser. Claude Code wants a terminal for it, so the process needs one around it. */
  setupToken(request?: CommonOptions, options?: CallOptions): ClaudeCodeProcess;
}

export function authCalls(invocation: Invocation): AuthCalls {
  return {
    // It exits with 1 when nobody is logged in.
    status: async (request, options) =>
      askDocument(invocation, authStatusArgv({ ...request, json: true }), guards.LoginStatus, { ...options, wanted: [0, 1] }),
    login: (request = {}, options) => startProcess(invocation, authLoginArgv(request), options),
    logout: async (request = {}, options) => askText(invocation, authLogoutArgv(request), slow(options)),
    setupToken: (request = {}, options) => startProcess(invocation, setupTokenArgv(request), options),
  };
}
