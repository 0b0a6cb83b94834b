import { ClaudeCodeError } from "../claude-code-error.ts";
import { assertNeeds, assertPositional, assertProgram, assertWhole } from "../claude-tools.ts";
import { argvBuilder } from "./argv-builder.ts";
import type { CommonOptions } from "./common-options.ts";

/** Whose server it is: this user's in this project, the project's for everybody (`.mcp.json`), or the user's everywhere. */
export type McpScope = "local" | "project" | "user";

/**
 * A server for the configuration: `claude mcp add`. Its environment and headers stand in argv, where other users of the machine can
 * see them; a `McpAddJsonRequest` keeps them off it.
 */
export interface McpAddRequest extends CommonOptions {
  readonly name: string;
  /** The program and its arguments that Claude Code starts; or else `url`. */
  readonly command?: readonly string[];
  /** Variables of `command`. */
  readonly env?: Readonly<Record<string, string>>;
  /** A server on HTTP, or with `transport` on server-sent events; or else `command`. */
  readonly url?: string;
  /** Of `url`; `http` when absent. */
  readonly transport?: "http" | "sse";
  /** Headers of every request to `url`. */
  readonly header?: Readonly<Record<string, string>>;
  readonly clientId?: string;
  /** There is a client secret, in the variable `MCP_CLIENT_SECRET`; with `clientId`. */
  readonly clientSecret?: boolean;
  /** Port of the OAuth callback. */
  readonly callbackPort?: number;
  /** `local` when absent. */
  readonly scope?: McpScope;
}

export const mcpAddArgv = argvBuilder<McpAddRequest, "name" | "command" | "url" | "transport" | "header">({
  path: ["mcp", "add"],
  other: { name: "TEXT!", command: "TEXT...", url: "TEXT", transport: "TEXT", header: "KEY=TEXT" },
  flags: {
    scope: "--scope=TEXT",
    env: "--env=KEY=TEXT",
    clientId: "--client-id=TEXT",
    clientSecret: "--client-secret",
    callbackPort: "--callback-port=NUMBER",
  },
  derivedFlags: {
    transport: "--transport",
    header: "--header",
  },
  derived: ({ url, transport = "http", header = {} }) => ({
    transport: url === undefined ? "stdio" : transport,
    header: Object.entries(header).map(([key, value]) => `${key}: ${value}`),
  }),
  args: ({ name }) => [serverName(name)],
  rest: assertServerWords,
  check: ({ env, url, ...http }) => {
    if (url !== undefined && env !== undefined) throw ClaudeCodeError.forRequest(`Option "env" goes with "command", not with "url"`);
    const onlyHttp = ["transport", "header", "clientId", "clientSecret", "callbackPort"] as const;
    const odd = onlyHttp.find((field) => http[field] !== undefined);
    if (url === undefined && odd !== undefined) throw ClaudeCodeError.forRequest(`Option "${odd}" goes with "url", not with "command"`);
    assertNeeds(http, [["clientSecret", "clientId"]]);
    assertWhole(http, "callbackPort", 1, 65_535);
    assertHeaders(http.header ?? {});
  },
});

/** A header is one line, `<name>: <value>`; names by RFC 9110, 5.1. */
function assertHeaders(headers: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(headers)) {
    if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name))
      throw ClaudeCodeError.forRequest(`Name ${JSON.stringify(name)} in "header" is none of a header, wanted letters, digits and "-"`);
    if (/[\r\n]/.test(value)) throw ClaudeCodeError.forRequest(`Value of "${name}" in "header" has several lines, wanted one`);
  }
}

/** A server as it stands in `.mcp.json`: a program, or one at a URL. */
export type McpServerConfig = StdioMcpServerConfig | RemoteMcpServerConfig;

/** A server that Claude Code starts. */
export interface StdioMcpServerConfig {
  readonly type?: "stdio";
  readonly command: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** A server at a URL. */
export interface RemoteMcpServerConfig {
  readonly type: "http" | "sse" | "ws";
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** A command whose output is further headers, as JSON. */
  readonly headersHelper?: string;
  readonly oauth?: { readonly clientId?: string; readonly callbackPort?: number };
}

/** A server for the configuration as JSON, which goes through stdin: `claude mcp add-json <name> -`. 2.1.232 does not read it there, and is not asked. */
export interface McpAddJsonRequest extends CommonOptions {
  readonly name: string;
  /** It never stands in argv. */
  readonly server: McpServerConfig;
  /** There is an OAuth client secret, in the variable `MCP_CLIENT_SECRET`. */
  readonly clientSecret?: boolean;
  /** `local` when absent. */
  readonly scope?: McpScope;
}

export const mcpAddJsonArgv = argvBuilder<McpAddJsonRequest, "name" | "server">({
  path: ["mcp", "add-json"],
  other: { name: "TEXT!", server: "ANY!" },
  flags: { scope: "--scope=TEXT", clientSecret: "--client-secret" },
  args: ({ name }) => [serverName(name), jsonOnStdin],
});

/** The positional argument that says: the server is on stdin. */
const jsonOnStdin = "-";

export const mcpListArgv = argvBuilder<CommonOptions>({
  path: ["mcp", "list"],
  flags: {},
});

/** A configured server by its name. */
export interface McpServerRequest extends CommonOptions {
  readonly name: string;
}

export const mcpGetArgv = argvBuilder<McpServerRequest, "name">({
  path: ["mcp", "get"],
  other: { name: "TEXT!" },
  flags: {},
  args: ({ name }) => [serverName(name)],
});

/** Removes a server: `claude mcp remove`. */
export interface McpRemoveRequest extends McpServerRequest {
  /** The one that has it when absent. */
  readonly scope?: McpScope;
}

export const mcpRemoveArgv = argvBuilder<McpRemoveRequest, "name">({
  path: ["mcp", "remove"],
  other: { name: "TEXT!" },
  flags: { scope: "--scope=TEXT" },
  args: ({ name }) => [serverName(name)],
});

/** OAuth login to a server: `claude mcp login`. */
export interface McpLoginRequest extends McpServerRequest {
  /** Prints the URL and reads the callback URL from stdin, instead of opening a browser. */
  readonly noBrowser?: boolean;
}

export const mcpLoginArgv = argvBuilder<McpLoginRequest, "name">({
  path: ["mcp", "login"],
  other: { name: "TEXT!" },
  flags: { noBrowser: "--no-browser" },
  args: ({ name }) => [serverName(name)],
});

export const mcpLogoutArgv = argvBuilder<McpServerRequest, "name">({
  path: ["mcp", "logout"],
  other: { name: "TEXT!" },
  flags: {},
  args: ({ name }) => [serverName(name)],
});

/** Asks again which servers of the project's `.mcp.json` may be used. */
export const mcpResetProjectChoicesArgv = argvBuilder<CommonOptions>({
  path: ["mcp", "reset-project-choices"],
  flags: {},
});

/** The tools of Claude Code as an MCP server on stdio: `claude mcp serve`. */
export interface McpServeRequest extends CommonOptions {
  readonly debug?: boolean;
  readonly verbose?: boolean;
}

export const mcpServeArgv = argvBuilder<McpServeRequest>({
  path: ["mcp", "serve"],
  flags: { debug: "--debug", verbose: "--verbose" },
});

/** Throws unless there is either a program or a URL, and returns the words of it. */
function assertServerWords({ command = [], url }: McpAddRequest): readonly string[] {
  if ((url === undefined) === (command.length === 0))
    throw ClaudeCodeError.forRequest(`An MCP server needs either "command" or "url", got ${url === undefined ? "neither" : "both"}`);
  if (url !== undefined) return [assertPositional(url, "url", "a URL")];
  assertProgram(command);
  return command;
}

function serverName(name: string): string {
  return assertPositional(name, "name", "the name of an MCP server");
}
