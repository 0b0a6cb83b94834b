import { redact } from "@lockstep/runtime";
import { type AskOptions, type CallOptions, type Invocation, type Removal, slow } from "@lockstep/wrapper";
import type { CommonOptions } from "../argv/common-options.ts";
import { loginArgv, loginStatusArgv, logoutArgv } from "../argv/login.ts";
import { CodexError } from "../codex-error.ts";
import { ask, assertNotBlank, removalOf, startProcess } from "../codex-tools.ts";
import type { CodexProcess } from "./codex-process.ts";

/** Whether codex has stored authentication, valid or not; `detail` is what it said, its key already masked. */
export interface LoginStatus {
  readonly loggedIn: boolean;
  readonly detail: string;
}

/**
 * Authentication. The plain login of codex has no method, for it opens a browser on this machine and waits for it; `withDevice` is its
 * form for machines without one.
 */
export interface LoginCalls {
  /** Being logged out is an answer, not an error. */
  status(request?: CommonOptions, options?: CallOptions): Promise<LoginStatus>;
  /** Stores an API key, which travels through stdin. Codex does not check it. */
  withApiKey(apiKey: string, request?: CommonOptions, options?: CallOptions): Promise<void>;
  /** Stores an access token, which travels through stdin. Codex asks the login service about it. */
  withAccessToken(accessToken: string, request?: CommonOptions, options?: CallOptions): Promise<void>;
  /** Prints a code to type on another device, as lines, and ends when it was used. */
  withDevice(request?: CommonOptions, options?: CallOptions): CodexProcess;
  /** Removes what is stored; `removed` is false when there was nothing. */
  logout(request?: CommonOptions, options?: CallOptions): Promise<Removal>;
}

export function loginCalls(invocation: Invocation): LoginCalls {
  return {
    status: async (request, options) => readStatus(invocation, request, options),
    async withApiKey(apiKey, request, options) {
      await ask(invocation, loginArgv({ ...request, withApiKey: true }), { ...options, ...secret(apiKey, "API key") });
    },
    async withAccessToken(accessToken, request, options) {
      const asked = { ...slow(options), ...secret(accessToken, "access token") };
      await ask(invocation, loginArgv({ ...request, withAccessToken: true }), asked);
    },
    withDevice: (request, options) => startProcess(invocation, loginArgv({ ...request, deviceAuth: true }), options),
    logout: async (request, options) =>
      removalOf(await ask(invocation, logoutArgv(request ?? {}), options), "Successfully logged out", "Not logged in"),
  };
}

async function readStatus(invocation: Invocation, request: CommonOptions = {}, options: CallOptions = {}): Promise<LoginStatus> {
  const { command, outcome } = await ask(invocation, loginStatusArgv(request), { ...options, wanted: [0, 1] });
  // Codex prints the answer to stderr; exit code 1 also stands for a configuration that it cannot read.
  const loggedIn = outcome.exitCode === 0;
  if (!loggedIn && !/not logged in/i.test(outcome.stderr + outcome.stdout)) throw CodexError.forEnd(command, outcome, outcome.stderr);
  const said = `${outcome.stdout}${outcome.stderr}`.split("\n").filter((line) => !line.startsWith("WARNING: "));
  return { loggedIn, detail: redact(said.join("\n").trim(), command.env, command.args) };
}

function secret(text: string, what: string): Pick<AskOptions, "stdin" | "hidesStdin"> {
  return { stdin: assertNotBlank(text, what), hidesStdin: true };
}
