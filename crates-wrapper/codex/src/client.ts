import { type ExecRequest, execArgv } from "./argv/exec.ts";
import { execResumeArgv, type ExecResumeRequest } from "./argv/exec-resume.ts";
import { execReviewArgv, type ExecReviewRequest } from "./argv/exec-review.ts";
import type { Passthrough } from "./argv/argv-token.ts";
import { versionArgv } from "./argv/version.ts";
import { CodexError } from "./codex-error.ts";
import { type CodexRun, startRun } from "./codex-run.ts";
import { ask, type Invocation, type Timeouts } from "./command.ts";
import { codexEnvironment } from "./environment.ts";
import { type Feature, listFeatures } from "./features.ts";
import { type LoginStatus, readLoginStatus } from "./login.ts";

/**
 * A client of one codex binary. Every call is a process of its own; every failure is a `CodexError`.
 * `exec`, `execResume` and `execReview` throw at once for a request that codex would refuse, and when they cannot make a temporary folder.
 */
export interface Codex {
  exec(request: ExecRequest, options?: CallOptions): CodexRun;
  execResume(request: ExecResumeRequest, options?: CallOptions): CodexRun;
  execReview(request: ExecReviewRequest, options?: CallOptions): CodexRun;
  loginStatus(request?: Passthrough): Promise<LoginStatus>;
  featuresList(request?: Passthrough): Promise<Feature[]>;
  /** The version number, such as `0.169.0`. */
  version(): Promise<string>;
}

export interface CodexOptions {
  /** A path, or a name looked up in PATH. */
  readonly binary: string;
  /** Added to the few variables that are inherited: see `codexEnvironment`. */
  readonly env?: Readonly<Record<string, string>>;
  readonly codexHome?: string;
  /** Directory of the process; this process's own when absent. */
  readonly cwd?: string;
  /** Without a total time, a session may run for ever; the short questions then take 30 s at most. */
  readonly timeouts?: Timeouts;
}

export interface CallOptions {
  readonly signal?: AbortSignal;
}

export function createCodex(options: CodexOptions): Codex {
  const invocation: Invocation = {
    binary: options.binary,
    cwd: options.cwd ?? process.cwd(),
    env: codexEnvironment(process.env, options),
    timeouts: options.timeouts ?? {},
  };
  return {
    exec: (request, call) => startRun(invocation, request, execArgv, request.prompt, call?.signal),
    execResume: (request, call) => startRun(invocation, request, execResumeArgv, request.prompt, call?.signal),
    execReview: (request, call) =>
      startRun(invocation, request, execReviewArgv, request.target.type === "instructions" ? request.target.prompt : "", call?.signal),
    loginStatus: (request) => readLoginStatus(invocation, request),
    featuresList: (request) => listFeatures(invocation, request),
    version: () => readVersion(invocation),
  };
}

async function readVersion(invocation: Invocation): Promise<string> {
  const { command, outcome } = await ask(invocation, versionArgv());
  const version = /^codex-cli (\d+\.\d+\.\d+\S*)\s*$/.exec(outcome.stdout)?.[1];
  if (version === undefined)
    throw CodexError.forOutput(
      `Version text "${outcome.stdout.trim()}" is not understood, wanted "codex-cli <version>"`,
      command,
      outcome,
      outcome.stderr,
    );
  return version;
}
