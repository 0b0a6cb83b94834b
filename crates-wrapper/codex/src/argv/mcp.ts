import { CodexError } from "../codex-error.ts";
import { assertPositional, assertProgram } from "../codex-tools.ts";
import { argvBuilder } from "./argv-builder.ts";
import type { CommonOptions, JsonOption } from "./common-options.ts";

/** How codex comes to a client id: as it sees fit, by a client id metadata document, or by dynamic client registration. */
export type OAuthClientRegistration = "auto" | "cimd" | "dcr";

/** A server for the user's configuration. Its environment and OAuth secret stand in argv, where other users of the machine can see them. */
export interface McpAddRequest extends CommonOptions {
  readonly name: string;
  /** The program and its arguments that codex starts; or else `url`. */
  readonly command?: readonly string[];
  /** Variables of `command`. */
  readonly env?: Readonly<Record<string, string>>;
  /** A streamable HTTP server; or else `command`. */
  readonly url?: string;
  /** Name of the variable that holds the bearer token for `url`. */
  readonly bearerTokenEnvVar?: string;
  readonly oauthClientId?: string;
  readonly oauthClientSecret?: string;
  readonly oauthResource?: string;
  readonly oauthClientRegistration?: OAuthClientRegistration;
}

export const mcpAddArgv = argvBuilder<McpAddRequest, "name" | "command">({
  path: ["mcp", "add"],
  other: { name: "TEXT!", command: "TEXT..." },
  flags: {
    env: "--env=KEY=TEXT",
    url: "--url=TEXT",
    bearerTokenEnvVar: "--bearer-token-env-var=TEXT",
    oauthClientId: "--oauth-client-id=TEXT",
    oauthClientSecret: "--oauth-client-secret=TEXT",
    oauthResource: "--oauth-resource=TEXT",
    oauthClientRegistration: "--oauth-client-registration=TEXT",
  },
  args: ({ name }) => [serverName(name)],
  rest: ({ command = [] }) => command,
  check: ({ command = [], env, url, ...http }) => {
    if ((url === undefined) === (command.length === 0))
      throw CodexError.forRequest(`An MCP server needs either "command" or "url", got ${url === undefined ? "neither" : "both"}`);
    if (url === undefined) assertProgram(command);
    if (url !== undefined && env !== undefined) throw CodexError.forRequest(`Option "env" goes with "command", not with "url"`);
    const onlyHttp = ["bearerTokenEnvVar", "oauthClientId", "oauthClientSecret", "oauthResource", "oauthClientRegistration"] as const;
    const odd = onlyHttp.find((field) => http[field] !== undefined);
    if (url === undefined && odd !== undefined) throw CodexError.forRequest(`Option "${odd}" goes with "url", not with "command"`);
  },
});

export const mcpListArgv = argvBuilder<CommonOptions & JsonOption>({
  path: ["mcp", "list"],
  flags: { json: "--json" },
});

export const mcpGetArgv = argvBuilder<McpServerRequest & JsonOption, "name">({
  path: ["mcp", "get"],
  other: { name: "TEXT!" },
  flags: { json: "--json" },
  args: ({ name }) => [serverName(name)],
});

/** A configured server by its name. */
export interface McpServerRequest extends CommonOptions {
  readonly name: string;
}

export const mcpRemoveArgv = argvBuilder<McpServerRequest, "name">({
  path: ["mcp", "remove"],
  other: { name: "TEXT!" },
  flags: {},
  args: ({ name }) => [serverName(name)],
});

/** OAuth login to a server. */
export interface McpLoginRequest extends McpServerRequest {
  readonly scopes?: readonly string[];
  /** Prints the URL and reads the callback URL from stdin, instead of opening a browser. */
  readonly noBrowser?: boolean;
  readonly oauthClientRegistration?: OAuthClientRegistration;
}

export const mcpLoginArgv = argvBuilder<McpLoginRequest, "name">({
  path: ["mcp", "login"],
  other: { name: "TEXT!" },
  flags: {
    scopes: "--scopes=TEXT...",
    noBrowser: "--no-browser",
    oauthClientRegistration: "--oauth-client-registration=TEXT",
  },
  args: ({ name }) => [serverName(name)],
});

export const mcpLogoutArgv = argvBuilder<McpServerRequest, "name">({
  path: ["mcp", "logout"],
  other: { name: "TEXT!" },
  flags: {},
  args: ({ name }) => [serverName(name)],
});

function serverName(name: string): string {
  return assertPositional(name, "name", "the name of an MCP server");
}
