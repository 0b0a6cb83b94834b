import { type CallOptions, defaultTotalMs, type Invocation, type Removal } from "@lockstep/wrapper";
import type { CommonOptions } from "../argv/common-options.ts";
import {
  mcpAddArgv,
  type McpAddRequest,
  mcpGetArgv,
  mcpListArgv,
  mcpLoginArgv,
  type McpLoginRequest,
  mcpLogoutArgv,
  mcpRemoveArgv,
  type McpServerRequest,
} from "../argv/mcp.ts";
import { ask, askDocument, removalOf, startProcess } from "../codex-tools.ts";
import type { ListedMcpServer, McpServerDetails } from "../generated/mcp.ts";
import * as guards from "../generated/mcp.validators.js";
import type { CodexProcess } from "./codex-process.ts";

/** How a server was added. */
export interface AddedMcpServer {
  /** The server wants OAuth, so it is of use after `login` only. */
  readonly needsLogin: boolean;
}

/** MCP servers of the user's configuration; for one call there is the option `mcpServers`. */
export interface McpCalls {
  /**
   * An existing server of the name is replaced. Codex asks a server with a `url` whether it wants OAuth, and would then wait for a browser:
   * it is stopped there, with the server added.
   */
  add(request: McpAddRequest, options?: CallOptions): Promise<AddedMcpServer>;
  /** The servers as codex prints them, the secrets of their environment and headers included. Codex asks those with a `url` how they want to be logged in to. */
  list(request?: CommonOptions, options?: CallOptions): Promise<readonly ListedMcpServer[]>;
  /** A server that does not exist is an error. */
  get(request: McpServerRequest, options?: CallOptions): Promise<McpServerDetails>;
  /** A server that does not exist is no error: `removed` is false then. */
  remove(request: McpServerRequest, options?: CallOptions): Promise<Removal>;
  /** Prints the address to open; with `noBrowser`, write the address that the browser ends at to it. */
  login(request: McpLoginRequest, options?: CallOptions): CodexProcess;
  /** Removes stored OAuth credentials; `removed` is false when there were none. A server that does not exist is an error. */
  logout(request: McpServerRequest, options?: CallOptions): Promise<Removal>;
}

export function mcpCalls(invocation: Invocation): McpCalls {
  return {
    add: async (request, options) => addServer(invocation, request, options),
    list: async (request, options) => askDocument(invocation, mcpListArgv({ ...request, json: true }), guards.McpServerList, options),
    get: async (request, options) => askDocument(invocation, mcpGetArgv({ ...request, json: true }), guards.McpServerDetails, options),
    remove: async (request, options) =>
      removalOf(await ask(invocation, mcpRemoveArgv(request), options), "Removed global MCP server", "No MCP server named"),
    login: (request, options) => startProcess(invocation, mcpLoginArgv(request), options),
    logout: async (request, options) =>
      removalOf(await ask(invocation, mcpLogoutArgv(request), options), "Removed OAuth credentials", "No OAuth credentials stored"),
  };
}

async function addServer(invocation: Invocation, request: McpAddRequest, options: CallOptions = {}): Promise<AddedMcpServer> {
  const timeouts = { ...options.timeouts, totalMs: options.timeouts?.totalMs ?? invocation.timeouts.totalMs ?? defaultTotalMs };
  const adding = startProcess(invocation, mcpAddArgv(request), { ...options, timeouts });
  adding.end();
  for await (const { text } of adding) {
    if (!text.startsWith("Detected OAuth support")) continue;
    await adding.stop();
    return { needsLogin: true };
  }
  return { needsLogin: false };
}
