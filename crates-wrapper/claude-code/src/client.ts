import { resolve } from "node:path";
import type { CallOptions, FieldKind, Invocation, Timeouts } from "@lockstep/wrapper";
import { cloudArgv, type CloudRequest } from "./argv/cloud.ts";
import { gatewayArgv, type GatewayRequest } from "./argv/gateway.ts";
import { versionArgv } from "./argv/installation.ts";
import { initOnlyArgv, type InitOnlyRequest, rewindFilesArgv, type RewindFilesRequest } from "./argv/print.ts";
import { ultrareviewArgv, type UltrareviewRequest } from "./argv/ultrareview.ts";
import { type AuthCalls, authCalls } from "./calls/auth.ts";
import { type BackgroundCalls, backgroundCalls } from "./calls/background.ts";
import type { ClaudeCodeProcess } from "./calls/claude-code-process.ts";
import type { ClaudeCodeRun, PrintOptions, Run } from "./calls/claude-code-run.ts";
import { type AutoModeCalls, autoModeCalls, type InstallationCalls, installationCalls } from "./calls/installation.ts";
import { type McpCalls, mcpCalls } from "./calls/mcp.ts";
import { type PluginCalls, pluginCalls } from "./calls/plugin.ts";
import { startPrint } from "./calls/print.ts";
import { ClaudeCodeError } from "./claude-code-error.ts";
import { askCommand, askJson, askText, assertFields, environmentOf, limitsOf, startProcess } from "./claude-tools.ts";
import { claudeEnvironment } from "./config/environment.ts";
import { assertVersion } from "./versions/support.ts";

/**
 * A client of one Claude Code binary. Every call is a process of its own; every failure is a `ClaudeCodeError`.
 * What returns a run or a process throws at once for a request that Claude Code would refuse or the installed version does not have;
 * what returns a promise rejects. Nothing is started then.
 */
export interface ClaudeCode {
  /** The version of the binary, such as `2.1.332`, as it was when the client was opened. */
  readonly version: string;
  /** Runs the agent: starts a conversation, or goes on with one (`continue`, `resume`, `forkSession`). */
  print(request: Run, options?: PrintOptions): ClaudeCodeRun;
  /** Runs the hooks of `Setup` and `SessionStart`, and ends. */
  initOnly(request: InitOnlyRequest, options?: CallOptions): Promise<string>;
  /** Puts files back to how they were at a message. */
  rewindFiles(request: RewindFilesRequest, options?: CallOptions): Promise<string>;
  /** Speaks to a session in the cloud, or starts one; what is said of it. */
  cloud(request: CloudRequest, options?: CallOptions): Promise<string>;
  /** A review by several agents in the cloud, which is awaited; the findings as Claude Code prints them. */
  ultrareview(request?: UltrareviewRequest, options?: CallOptions): Promise<unknown>;
  /** The gateway of an enterprise, which runs until it is stopped. */
  gateway(request: GatewayRequest, options?: CallOptions): ClaudeCodeProcess;
  readonly background: BackgroundCalls;
  readonly auth: AuthCalls;
  readonly mcp: McpCalls;
  readonly plugin: PluginCalls;
  readonly installation: InstallationCalls;
  readonly autoMode: AutoModeCalls;
}

/** How the binary is called. */
export interface ClaudeCodeOptions {
  /** A path (a relative one begins at `cwd`), or a name looked up in PATH. */
  readonly binary: string;
  /**
   * Added to the few variables that are inherited: search path, home, user, locale, terminal, folders, proxies, certificates,
   * CLAUDE_CONFIG_DIR. Claude Code does not update itself, since DISABLE_AUTOUPDATER is `1` unless it stands here.
   */
  readonly env?: Readonly<Record<string, string>>;
  /** Folder of Claude Code's configuration, login and conversations. */
  readonly configDir?: string;
  /** Directory of the process; this process's own when absent. Conversations belong to it. */
  readonly cwd?: string;
  /** Without a total time, a run may last for ever; the short questions then take 30 s at most, those that ask the network 300 s. */
  readonly timeouts?: Timeouts;
  /** The version of the binary, when you know it; the binary is asked when absent. */
  readonly version?: string;
  /** Kills the binary while it is asked for its version, and does not reach later calls. */
  readonly signal?: AbortSignal;
  /** Whether commands and flags that the installed version hides from its help may be used; true when absent, since many of use are hidden. */
  readonly allowHidden?: boolean;
}

/**
 * Opens a client. Unless `version` is given it asks the binary for it, once, so that every later call knows what this Claude Code has.
 * Rejects with a `ClaudeCodeError` when the binary does not start or does not answer like Claude Code, and for a limit or a variable that
 * is none.
 * @example
 * ```ts
 * import { openClaudeCode } from "@lockstep/claude-code";
 *
 * const claude = await openClaudeCode({ binary: "claude", cwd: "/path/to/repository", timeouts: { totalMs: 600_000 } });
 * const { finalMessage } = await claude.print({ prompt: "Fix the failing test", permissionMode: "acceptEdits" }).result();
 * process.stdout.write(`Claude Code ${claude.version}: ${finalMessage}\n`);
 * ```
 */
export async function openClaudeCode(options: ClaudeCodeOptions): Promise<ClaudeCode> {
  const how = howOf(options);
  const { version, signal } = options;
  return clientOf({ ...how, version: version === undefined ? await askVersion(how, signal) : assertVersion(version) });
}

/** A client of a binary whose version is known. */
export function openKnown(options: ClaudeCodeOptions & { readonly version: string }): ClaudeCode {
  return clientOf({ ...howOf(options), version: assertVersion(options.version) });
}

function howOf(options: ClaudeCodeOptions): Omit<Invocation, "version"> {
  assertFields(options, optionKinds, "The options of openClaudeCode");
  const how = {
    binary: options.binary,
    // Resolved once: this process may change its directory between two calls.
    cwd: resolve(options.cwd ?? ""),
    env: environmentOf(options.env, (env) => claudeEnvironment(process.env, { ...options, env })),
    timeouts: options.timeouts ?? {},
    allowHidden: options.allowHidden ?? true,
  };
  limitsOf(how);
  return how;
}

function clientOf(invocation: Invocation): ClaudeCode {
  return {
    version: invocation.version,
    print: (request, options) => startPrint(invocation, request, options),
    initOnly: async (request, options) => askText(invocation, initOnlyArgv(request), { ...options, defaultTotalMs: Infinity }),
    rewindFiles: async (request, options) => askText(invocation, rewindFilesArgv(request), options),
    cloud: async (request, options) =>
      askText(invocation, cloudArgv(request), { ...options, stdin: request.prompt, defaultTotalMs: 300_000 }),
    ultrareview: async (request, options) =>
      askJson(invocation, ultrareviewArgv({ ...request, json: true }), { ...options, defaultTotalMs: Infinity }),
    gateway: (request, options) => startProcess(invocation, gatewayArgv(request), options),
    background: backgroundCalls(invocation),
    auth: authCalls(invocation),
    mcp: mcpCalls(invocation),
    plugin: pluginCalls(invocation),
    installation: installationCalls(invocation),
    autoMode: autoModeCalls(invocation),
  };
}

const optionKinds: { readonly [Field in keyof Required<ClaudeCodeOptions>]: FieldKind } = {
  binary: "TEXT!",
  env: "ANY",
  configDir: "TEXT",
  cwd: "TEXT",
  timeouts: "ANY",
  version: "ANY",
  allowHidden: "",
  signal: "ANY",
};

async function askVersion({ binary, cwd, env, timeouts }: Omit<Invocation, "version">, signal?: AbortSignal): Promise<string> {
  const args = versionArgv({ version: true }).map(({ token }) => token);
  const { command, outcome } = await askCommand({ file: binary, args, cwd, env }, { timeouts }, signal === undefined ? {} : { signal });
  const version = /^(\d+\.\d+\.\d+\S*) \(Claude Code\)\s*$/.exec(outcome.stdout)?.[1];
  if (version === undefined)
    throw ClaudeCodeError.forOutput(
      `Version text ${JSON.stringify(outcome.stdout.trim().slice(0, 80))} is not understood, wanted "<version> (Claude Code)"`,
      command,
      outcome,
      outcome.stderr,
    );
  return version;
}
