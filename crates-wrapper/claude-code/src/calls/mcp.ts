import { messageOf } from "@lockstep/runtime";
import { type CallOptions, type Invocation, type Removal, slow } from "@lockstep/wrapper";
import type { CommonOptions } from "../argv/common-options.ts";
import {
  mcpAddArgv,
  mcpAddJsonArgv,
  type McpAddJsonRequest,
  type McpAddRequest,
  mcpGetArgv,
  mcpListArgv,
  mcpLoginArgv,
  type McpLoginRequest,
  mcpLogoutArgv,
  mcpRemoveArgv,
  type McpRemoveRequest,
  mcpResetProjectChoicesArgv,
  mcpServeArgv,
  type McpServeRequest,
  type McpServerRequest,
} from "../argv/mcp.ts";
import { ClaudeCodeError } from "../claude-code-error.ts";
import { ask, askText, removalOf, startProcess } from "../claude-tools.ts";
import type { ClaudeCodeProcess } from "./claude-code-process.ts";

/** MCP servers of the configuration; for one run there is the field `mcpServers`. Claude Code answers in text for people. */
export interface McpCalls {
  /** A server of the name that is there already is an error. */
  add(request: McpAddRequest, options?: CallOptions): Promise<string>;
  /** The same with the server in JSON, which goes through stdin. 2.1.232 cannot read it there: the call is refused, and `add` is the way. */
  addJson(request: McpAddJsonRequest, options?: CallOptions): Promise<string>;
  /** The servers, each asked whether it works: those of a trusted directory are started for that. */
  list(request?: CommonOptions, options?: CallOptions): Promise<string>;
  /** A server that does not exist is an error; one that does not work is none. */
  get(request: McpServerRequest, options?: CallOptions): Promise<string>;
  /** A server that does not exist is no error: `removed` is false then. */
  remove(request: McpRemoveRequest, options?: CallOptions): Promise<Removal>;
  /** Prints the address to open; with `noBrowser`, write the address that the browser ends at to it. */
  login(request: McpLoginRequest, options?: CallOptions): ClaudeCodeProcess;
  logout(request: McpServerRequest, options?: CallOptions): Promise<string>;
  /** Asks again which servers of the project's `.mcp.json` may be used. */
  resetProjectChoices(request?: CommonOptions, options?: CallOptions): Promise<string>;
  /** The tools of Claude Code as an MCP server on stdio. */
  serve(request?: McpServeRequest, options?: CallOptions): ClaudeCodeProcess;
}

export function mcpCalls(invocation: Invocation): McpCalls {
  return {
    add: async (request, options) => askText(invocation, mcpAddArgv(request), options),
    addJson: async (request, options) =>
      askText(invocation, mcpAddJsonArgv(request), { ...options, stdin: serverJson(request), hidesStdin: true }),
    list: async (request = {}, options) => askText(invocation, mcpListArgv(request), slow(options)),
    get: async (request, options) => askText(invocation, mcpGetArgv(request), slow(options)),
    remove: async (request, options) =>
      removalOf(await ask(invocation, mcpRemoveArgv(request), { ...options, wanted: [0, 1] }), "Removed MCP server", "No "),
    login: (request, options) => startProcess(invocation, mcpLoginArgv(request), options),
    logout: async (request, options) => askText(invocation, mcpLogoutArgv(request), options),
    resetProjectChoices: async (request = {}, options) => askText(invocation, mcpResetProjectChoicesArgv(request), options),
    serve: (request = {}, options) => startProcess(invocation, mcpServeArgv(request), options),
  };
}

function serverJson({ server }: McpAddJsonRequest): string {
  try {
    return JSON.stringify(server);
  } catch (error) {
    throw ClaudeCodeError.forRequest(`The object of "server" cannot be written as JSON: ${messageOf(error)}`, error);
  }
}
