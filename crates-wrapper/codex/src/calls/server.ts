import type { CallOptions, Invocation } from "@lockstep/wrapper";
import type { AppServerConnection, AppServerConnectOptions, AppServerConnectRequest } from "../app-server/app-server-connection.ts";
import { connect } from "../app-server/connect.ts";
import {
  appServerArgv,
  appServerGenerateJsonSchemaArgv,
  appServerGenerateTsArgv,
  type AppServerRequest,
  type GenerateJsonSchemaRequest,
  type GenerateTsRequest,
  type StartupConfigRequest,
} from "../argv/app-server.ts";
import type { CommonOptions } from "../argv/common-options.ts";
import {
  appServerDaemonDisableRemoteControlArgv,
  appServerDaemonEnableRemoteControlArgv,
  appServerDaemonRestartArgv,
  appServerDaemonStartArgv,
  appServerDaemonStopArgv,
  appServerDaemonVersionArgv,
} from "../argv/daemon.ts";
import { execServerArgv, execServerForwardArgv, type ExecServerForwardRequest, type ExecServerRequest } from "../argv/exec-server.ts";
import { mcpServerArgv, type McpServerModeRequest } from "../argv/mcp-server.ts";
import {
  remoteControlArgv,
  remoteControlPairArgv,
  type RemoteControlRequest,
  remoteControlStartArgv,
  remoteControlStopArgv,
} from "../argv/remote-control.ts";
import { responsesApiProxyArgv, type ResponsesApiProxyRequest } from "../argv/responses-api-proxy.ts";
import { ask, askDocument, askJson, assertNotBlank, startProcess } from "../codex-tools.ts";
import type { DaemonRemoteControl, DaemonState } from "../generated/daemon.ts";
import * as daemonGuards from "../generated/daemon.validators.js";
import type { StartupConfig } from "../generated/startup-config.ts";
import * as startupGuards from "../generated/startup-config.validators.js";
import type { CodexProcess } from "./codex-process.ts";

/** The app server: codex as a JSON-RPC service, by default on stdio. */
export interface AppServerCalls {
  /**
   * Starts a server of its own on stdio and shakes hands with it; resolves when that is done. Rejects with a `CodexError`, and leaves
   * nothing behind, when the process ends before or does not answer in time.
   * @example
   * ```ts
   * import { openCodex } from "@lockstep/codex";
   *
   * const codex = await openCodex({ binary: "codex" });
   * await using server = await codex.appServer.connect({}, { onRequest: () => ({ decision: "decline" }) });
   * process.stdout.write(`${JSON.stringify(await server.request("thread/loaded/list", {}))}\n`);
   * ```
   */
  connect(request?: AppServerConnectRequest, options?: AppServerConnectOptions): Promise<AppServerConnection>;
  /** Starts a server and leaves the protocol to you: what other transports need (`listen: "ws://…"`). */
  start(request?: AppServerRequest, options?: CallOptions): CodexProcess;
  /** The requirements that a server would start with. */
  startupConfig(request?: StartupConfigRequest, options?: CallOptions): Promise<StartupConfig>;
  /** Writes TypeScript bindings of the protocol to a folder. */
  generateTs(request: GenerateTsRequest, options?: CallOptions): Promise<void>;
  /** Writes JSON Schemas of the protocol to a folder. */
  generateJsonSchema(request: GenerateJsonSchemaRequest, options?: CallOptions): Promise<void>;
  readonly daemon: DaemonCalls;
}

/** The background server of this machine. What `start` and `restart` start outlives the call, the client and this process. */
export interface DaemonCalls {
  start(request?: CommonOptions, options?: CallOptions): Promise<DaemonState>;
  stop(request?: CommonOptions, options?: CallOptions): Promise<DaemonState>;
  restart(request?: CommonOptions, options?: CallOptions): Promise<DaemonState>;
  /** Versions of this codex and of the running server; rejects when none runs. */
  version(request?: CommonOptions, options?: CallOptions): Promise<DaemonState>;
  enableRemoteControl(request?: CommonOptions, options?: CallOptions): Promise<DaemonRemoteControl>;
  disableRemoteControl(request?: CommonOptions, options?: CallOptions): Promise<DaemonRemoteControl>;
}

export function appServerCalls(invocation: Invocation): AppServerCalls {
  return {
    connect: async (request = {}, options) => connect(invocation, appServerArgv(request), options),
    start: (request = {}, options) => startProcess(invocation, appServerArgv(request), options),
    startupConfig: async (request, options) =>
      askDocument(invocation, appServerArgv({ ...request, printStartupConfig: true }), startupGuards.StartupConfig, options),
    async generateTs(request, options) {
      await ask(invocation, appServerGenerateTsArgv(request), options);
    },
    async generateJsonSchema(request, options) {
      await ask(invocation, appServerGenerateJsonSchemaArgv(request), options);
    },
    daemon: {
      start: async (request = {}, options) => askDocument(invocation, appServerDaemonStartArgv(request), daemonGuards.DaemonState, options),
      stop: async (request = {}, options) => askDocument(invocation, appServerDaemonStopArgv(request), daemonGuards.DaemonState, options),
      restart: async (request = {}, options) =>
        askDocument(invocation, appServerDaemonRestartArgv(request), daemonGuards.DaemonState, options),
      version: async (request = {}, options) =>
        askDocument(invocation, appServerDaemonVersionArgv(request), daemonGuards.DaemonState, options),
      enableRemoteControl: async (request = {}, options) =>
        askDocument(invocation, appServerDaemonEnableRemoteControlArgv(request), daemonGuards.DaemonRemoteControl, options),
      disableRemoteControl: async (request = {}, options) =>
        askDocument(invocation, appServerDaemonDisableRemoteControlArgv(request), daemonGuards.DaemonRemoteControl, options),
    },
  };
}

/** Control of this machine from elsewhere; it needs a ChatGPT login. */
export interface RemoteControlCalls {
  /** In the foreground, until it is stopped. */
  run(request?: RemoteControlRequest, options?: CallOptions): CodexProcess;
  /** In the background server, which outlives the call. */
  start(request?: CommonOptions, options?: CallOptions): Promise<unknown>;
  stop(request?: CommonOptions, options?: CallOptions): Promise<DaemonState>;
  /** A short-lived code to pair with. */
  pair(request?: CommonOptions, options?: CallOptions): Promise<unknown>;
}

export function remoteControlCalls(invocation: Invocation): RemoteControlCalls {
  return {
    run: (request, options) => startProcess(invocation, remoteControlArgv({ ...request, json: true }), options),
    start: async (request, options) => askJson(invocation, remoteControlStartArgv({ ...request, json: true }), options),
    stop: async (request, options) =>
      askDocument(invocation, remoteControlStopArgv({ ...request, json: true }), daemonGuards.DaemonState, options),
    pair: async (request, options) => askJson(invocation, remoteControlPairArgv({ ...request, json: true }), options),
  };
}

/** Other servers that codex can be. Each runs until it is stopped. */
export interface ServerCalls {
  /** Runs commands for an agent elsewhere. `stdin` is for the options that read a secret from there. */
  execServer(request?: ExecServerRequest, options?: CallOptions & { readonly stdin?: string }): CodexProcess;
  /** Registers an exec server that runs already. */
  execServerForward(request: ExecServerForwardRequest, options?: CallOptions & { readonly stdin?: string }): CodexProcess;
  /** Codex as an MCP server on stdio. Codex has it up to 0.146. */
  mcpServer(request?: McpServerModeRequest, options?: CallOptions): CodexProcess;
  /** A proxy that adds the API key to requests. The key travels through stdin. */
  responsesApiProxy(apiKey: string, request?: ResponsesApiProxyRequest, options?: CallOptions): CodexProcess;
}

export function serverCalls(invocation: Invocation): ServerCalls {
  return {
    execServer: (request = {}, options) => startProcess(invocation, execServerArgv(request), options, options?.stdin),
    execServerForward: (request, options) => startProcess(invocation, execServerForwardArgv(request), options, options?.stdin),
    mcpServer: (request = {}, options) => startProcess(invocation, mcpServerArgv(request), options),
    responsesApiProxy(apiKey, request = {}, options) {
      const proxy = startProcess(invocation, responsesApiProxyArgv(request), options, assertNotBlank(apiKey, "API key"));
      proxy.end();
      return proxy;
    },
  };
}
