import { resolve } from "node:path";
import type { CallOptions, FieldKind, Invocation, RunOptions, Timeouts } from "@lockstep/wrapper";
import { type ExecRequest, execArgv } from "./argv/exec.ts";
import { execForkArgv, type ExecForkRequest } from "./argv/exec-fork.ts";
import { execResumeArgv, type ExecResumeRequest } from "./argv/exec-resume.ts";
import { execReviewArgv, type ExecReviewRequest } from "./argv/exec-review.ts";
import { versionArgv } from "./argv/diagnosis.ts";
import { reviewArgv, type ReviewRequest } from "./argv/review.ts";
import { reviewPrompt } from "./argv/review-target.ts";
import { type CloudCalls, cloudCalls } from "./calls/cloud.ts";
import { type CodexRun, type Run, startRun } from "./calls/codex-run.ts";
import { type DiagnosisCalls, diagnosisCalls } from "./calls/diagnosis.ts";
import { type FeatureCalls, featureCalls } from "./calls/features.ts";
import { type LoginCalls, loginCalls } from "./calls/login.ts";
import { type McpCalls, mcpCalls } from "./calls/mcp.ts";
import { type PluginCalls, pluginCalls } from "./calls/plugin.ts";
import { type SandboxCalls, sandboxCalls } from "./calls/sandbox.ts";
import { type SavedSessionCalls, savedSessionCalls } from "./calls/saved-session.ts";
import {
  type AppServerCalls,
  appServerCalls,
  type RemoteControlCalls,
  remoteControlCalls,
  type ServerCalls,
  serverCalls,
} from "./calls/server.ts";
import { CodexError } from "./codex-error.ts";
import { askCommand, askText, assertFields, environmentOf, limitsOf } from "./codex-tools.ts";
import { codexEnvironment } from "./config/environment.ts";
import { assertVersion } from "./versions/support.ts";

/**
 * A client of one codex binary. Every call is a process of its own; every failure is a `CodexError`.
 * What returns a run or a process throws at once for a request that codex would refuse or the installed version does not have;
 * what returns a promise rejects. Nothing is started then.
 */
export interface Codex {
  /** The version of the binary, such as `0.169.0`, as it was when the client was opened. */
  readonly version: string;
  /** Starts a session. */
  exec(request: Run<ExecRequest>, options?: RunOptions): CodexRun;
  /** Goes on with a session. */
  execResume(request: Run<ExecResumeRequest>, options?: RunOptions): CodexRun;
  /** Starts a session that begins with what another one said. */
  execFork(request: Run<ExecForkRequest>, options?: RunOptions): CodexRun;
  /** Reviews code, with events. */
  execReview(request: Run<ExecReviewRequest>, options?: RunOptions): CodexRun;
  /** Reviews code with the user's settings; the text of the review. */
  review(request: ReviewRequest, options?: CallOptions): Promise<string>;
  readonly login: LoginCalls;
  readonly mcp: McpCalls;
  readonly features: FeatureCalls;
  readonly plugin: PluginCalls;
  readonly cloud: CloudCalls;
  readonly savedSessions: SavedSessionCalls;
  readonly appServer: AppServerCalls;
  readonly remoteControl: RemoteControlCalls;
  readonly servers: ServerCalls;
  readonly sandbox: SandboxCalls;
  readonly diagnosis: DiagnosisCalls;
}

/** How the binary is called. */
export interface CodexOptions {
  /** A path (a relative one begins at `cwd`), or a name looked up in PATH. */
  readonly binary: string;
  /** Added to the few variables that are inherited: search path, home, user, locale, terminal, folders, proxies, certificates, CODEX_HOME. */
  readonly env?: Readonly<Record<string, string>>;
  /** Folder of codex's configuration, login and sessions; `makeCodexHome` makes an empty one. */
  readonly codexHome?: string;
  /** Directory of the process; this process's own when absent. */
  readonly cwd?: string;
  /** Without a total time, a run may last for ever; the short questions then take 30 s at most, those that ask the network 300 s. */
  readonly timeouts?: Timeouts;
  /** The version of the binary, when you know it; the binary is asked when absent. */
  readonly version?: string;
  /** Kills the binary while it is asked for its version, and does not reach later calls. */
  readonly signal?: AbortSignal;
  /** Uses commands and flags that the installed version accepts but hides; they are refused when absent. */
  readonly allowHidden?: boolean;
}

/**
 * Opens a client. Unless `version` is given it asks the binary for it, once, so that every later call knows what this codex has.
 * Rejects with a `CodexError` when the binary does not start or does not answer like codex, and for a limit or a variable that is none.
 * @example
 * ```ts
 * import { openCodex } from "@lockstep/codex";
 *
 * const codex = await openCodex({ binary: "codex", cwd: "/path/to/repository", timeouts: { totalMs: 600_000 } });
 * const { finalMessage } = await codex.exec({ prompt: "Fix the failing test", sandbox: "workspace-write" }).result();
 * process.stdout.write(`Codex ${codex.version}: ${finalMessage}\n`);
 * ```
 */
export async function openCodex(options: CodexOptions): Promise<Codex> {
  const how = howOf(options);
  const { version, signal } = options;
  return clientOf({ ...how, version: version === undefined ? await askVersion(how, signal) : assertVersion(version) });
}

/** A client of a binary whose version is known. */
export function openKnown(options: CodexOptions & { readonly version: string }): Codex {
  return clientOf({ ...howOf(options), version: assertVersion(options.version) });
}

function howOf(options: CodexOptions): Omit<Invocation, "version"> {
  assertFields(options, optionKinds, "The options of openCodex");
  const how = {
    binary: options.binary,
    // Resolved once: this process may change its directory between two calls.
    cwd: resolve(options.cwd ?? ""),
    env: environmentOf(options.env, (env) => codexEnvironment(process.env, { ...options, env })),
    timeouts: options.timeouts ?? {},
    allowHidden: options.allowHidden ?? false,
  };
  limitsOf(how);
  return how;
}

function clientOf(invocation: Invocation): Codex {
  return {
    version: invocation.version,
    exec: (request, options) => startRun(invocation, request, execArgv, promptOf, options),
    execResume: (request, options) => startRun(invocation, request, execResumeArgv, promptOf, options),
    execFork: (request, options) => startRun(invocation, request, execForkArgv, promptOf, options),
    execReview: (request, options) => startRun(invocation, request, execReviewArgv, ({ target }) => reviewPrompt(target), options),
    review: async (request, options) =>
      askText(invocation, reviewArgv(request), { ...options, stdin: reviewPrompt(request.target), defaultTotalMs: Infinity }),
    login: loginCalls(invocation),
    mcp: mcpCalls(invocation),
    features: featureCalls(invocation),
    plugin: pluginCalls(invocation),
    cloud: cloudCalls(invocation),
    savedSessions: savedSessionCalls(invocation),
    appServer: appServerCalls(invocation),
    remoteControl: remoteControlCalls(invocation),
    servers: serverCalls(invocation),
    sandbox: sandboxCalls(invocation),
    diagnosis: diagnosisCalls(invocation),
  };
}

const optionKinds: { readonly [Field in keyof Required<CodexOptions>]: FieldKind } = {
  binary: "TEXT!",
  env: "ANY",
  codexHome: "TEXT",
  cwd: "TEXT",
  timeouts: "ANY",
  version: "ANY",
  allowHidden: "",
  signal: "ANY",
};

function promptOf({ prompt }: { readonly prompt: string }): string {
  return prompt;
}

async function askVersion({ binary, cwd, env, timeouts }: Omit<Invocation, "version">, signal?: AbortSignal): Promise<string> {
  const args = versionArgv({ version: true }).map(({ token }) => token);
  const { command, outcome } = await askCommand({ file: binary, args, cwd, env }, { timeouts }, signal === undefined ? {} : { signal });
  const version = /^codex-cli (\d+\.\d+\.\d+\S*)\s*$/.exec(outcome.stdout)?.[1];
  if (version === undefined)
    throw CodexError.forOutput(
      `Version text ${JSON.stringify(outcome.stdout.trim().slice(0, 80))} is not understood, wanted "codex-cli <version>"`,
      command,
      outcome,
      outcome.stderr,
    );
  return version;
}
