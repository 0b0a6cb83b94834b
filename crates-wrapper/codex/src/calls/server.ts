import type { AppServerConnection, AppServerConnectOptions, AppServerConnectRequest } from "../app-server/app-server-connection.ts";
import { connect } from "../app-server/connect.ts";
import {
  appServerArgv,
  appServerGenerateJsonSchemaArgv,
  appServerGenerateTsArgv,
  appServerProxyArgv,
  type AppServerProxyRequest,
  type AppServerRequest,
  type GenerateJsonSchemaRequest,
  type GenerateTsRequest,
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
import { ask, askJson, type CallOptions, type Invocation } from "../invocation.ts";
import { type CodexProcess, startProcess } from "./codex-process.ts";

/** The app server: codex as a JSON-RPC service, by default on stdio. */
export interface AppServerCalls {
  /**
   * Starts a server of its own on stdio and shakes hands with it; resolves when that is done. Rejects with a `CodexError`, and leaves
   * nothing behind, when the process ends before or does not answer in time.
   */
  connect(request?: AppServerConnectRequest, options?: AppServerConnectOptions): Promise<AppServerConnection>;
  /** The same with a server that runs already (`listen: "unix://…"`, or the daemon), through the proxy of codex; `close` leaves it running. */
  connectProxy(request?: AppServerProxyRequest, options?: AppServerConnectOptions): Promise<AppServerConnection>;
  /** Starts a server and leaves the protocol to you: what other transports need (`listen: "ws://…"`). */
  start(request?: AppServerRequest, options?: CallOptions): CodexProcess;
  /** The raw tunnel to a server that runs already. Its bytes are WebSocket frames, which lines cannot carry: see `connectProxy`. */
  proxy(request?: AppServerProxyRequest, options?: CallOptions): CodexProcess;
  /** The requirements that a server would start with. */
  startupConfig(request?: AppServerRequest, options?: CallOptions): Promise<unknown>;
  /** Writes TypeScript bindings of the protocol to a folder. */
  generateTs(request: GenerateTsRequest, options?: CallOptions): Promise<void>;
  /** Writes JSON Schemas of the protocol to a folder. */
  generateJsonSchema(request: GenerateJsonSchemaRequest, options?: CallOptions): Promise<void>;
  readonly daemon: DaemonCalls;
}

/** The background server of this machine. What `start` and `restart` start outlives the call, the client and this process. */
export interface DaemonCalls {
  start(request?: CommonOptions, options?: CallOptions): Promise<unknown>;
  stop(request?: CommonOptions, options?: CallOptions): Promise<unknown>;
  restart(request?: CommonOptions, options?: CallOptions): Promise<unknown>;
  /** Versions of this codex and of the running server; rejects when none runs. */
  version(request?: CommonOptions, options?: CallOptions): Promise<unknown>;
  enableRemoteControl(request?: CommonOptions, options?: CallOptions): Promise<unknown>;
  disableRemoteControl(request?: CommonOptions, options?: CallOptions): Promise<unknown>;
}

export function appServerCalls(invocation: Invocation): AppServerCalls {
  return {
    connect: async (request = {}, options) => connect(invocation, appServerArgv(request), "stdio", options),
    connectProxy: async (request = {}, options) => connect(invocation, appServerProxyArgv(request), "proxy", options),
    start: (request = {}, options) => startProcess(invocation, appServerArgv(request), options),
    proxy: (request = {}, options) => startProcess(invocation, appServerProxyArgv(request), options),
    startupConfig: async (request, options) => askJson(invocation, appServerArgv({ ...request, printStartupConfig: true }), options),
    async generateTs(request, options) {
      await ask(invocation, appServerGenerateTsArgv(request), options);
    },
    async generateJsonSchema(request, options) {
      await ask(invocation, appServerGenerateJsonSchemaArgv(request), options);
    },
    daemon: {
      start: async (request = {}, options) => askJson(invocation, appServerDaemonStartArgv(request), options),
      stop: async (request = {}, options) => askJson(invocation, appServerDaemonStopArgv(request), options),
      restart: async (request = {}, options) => askJson(invocation, appServerDaemonRestartArgv(request), options),
      version: async (request = {}, options) => askJson(invocation, appServerDaemonVersionArgv(request), options),
      enableRemoteControl: async (request = {}, options) => askJson(invocation, appServerDaemonEnableRemoteControlArgv(request), options),
      disableRemoteControl: async (request = {}, options) => askJson(invocation, appServerDaemonDisableRemoteControlArgv(request), options),
    },
  };
}

/** Control of this machine from elsewhere; it needs a ChatGPT login. */
export interface RemoteControlCalls {
  /** In the foreground, until it is stopped. */
  run(request?: RemoteControlRequest, options?: CallOptions): CodexProcess;
  /** In the background server, which outlives the call. */
  start(request?: CommonOptions, options?: CallOptions): Promise<unknown>;
  stop(request?: CommonOptions, options?: CallOptions): Promise<unknown>;
  /** A short-lived code to pair with. */
  pair(request?: CommonOptions, options?: CallOptions): Promise<unknown>;
}

export function remoteControlCalls(invocation: Invocation): RemoteControlCalls {
  return {
    run: (request, options) => startProcess(invocation, remoteControlArgv({ ...request, json: true }), options),
    start: async (request, options) => askJson(invocation, remoteControlStartArgv({ ...request, json: true }), options),
    stop: async (request, options) => askJson(invocation, remoteControlStopArgv({ ...request, json: true }), options),
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
      const proxy = startProcess(invocation, responsesApiProxyArgv(request), options, apiKey);
      proxy.end();
      return proxy;
    },
  };
}
