import type { Passthrough } from "./argv/argv-token.ts";
import { loginStatusArgv } from "./argv/login-status.ts";
import { redact } from "@lockstep/runtime";
import { CodexError } from "./codex-error.ts";
import { ask, type Invocation } from "./command.ts";

/** Whether codex has stored authentication; `detail` is what it said, its key already masked. */
export interface LoginStatus {
  readonly loggedIn: boolean;
  readonly detail: string;
}

/** Throws a `CodexError`, but not for being logged out. */
export async function readLoginStatus(invocation: Invocation, request?: Passthrough): Promise<LoginStatus> {
  const { command, outcome } = await ask(invocation, loginStatusArgv(request), [0, 1]);
  // Codex prints the answer to stderr; exit code 1 also stands for a configuration that it cannot read.
  const loggedIn = outcome.exitCode === 0;
  if (!loggedIn && !/not logged in/i.test(outcome.stderr + outcome.stdout)) throw CodexError.forEnd(command, outcome, outcome.stderr);
  return { loggedIn, detail: redact(`${outcome.stdout}${outcome.stderr}`.trim(), command.env, command.args) };
}
