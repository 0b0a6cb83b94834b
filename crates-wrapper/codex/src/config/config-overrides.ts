import { isObject, shown } from "@lockstep/wrapper";
import { CodexError } from "../codex-error.ts";
import { assertVariant } from "../codex-tools.ts";

/** A value of `config.toml`; `undefined` fields are left out. */
export type ConfigValue = string | number | boolean | readonly ConfigValue[] | ConfigTable;
/** A table of `config.toml`, or all of it. */
export interface ConfigTable {
  readonly [key: string]: ConfigValue | undefined;
}

/** An MCP server that codex starts and talks to over stdio. */
export interface StdioMcpServer {
  readonly type: "stdio";
  readonly command: string;
  readonly args?: readonly string[];
  readonly cwd?: string;
  /** Variables and their values. They stand in argv, where other users of the machine can see them: name secrets in `envVars`. */
  readonly env?: Readonly<Record<string, string>>;
  /** Names of variables of codex's own environment that the server gets too. */
  readonly envVars?: readonly string[];
}

/** An MCP server behind a URL (streamable HTTP). */
export interface HttpMcpServer {
  readonly type: "http";
  readonly url: string;
  /** Name of the variable, in codex's environment, that holds the bearer token. For commands of the agent see `envHttpHeaders`. */
  readonly bearerTokenEnvVar?: string;
  readonly httpHeaders?: Readonly<Record<string, string>>;
  /**
   * Headers whose values are read from variables of codex's environment: header -> variable. Commands of the agent get that environment
   * too, unless `shell_environment_policy` of the configuration says otherwise.
   */
  readonly envHttpHeaders?: Readonly<Record<string, string>>;
}

/** What every MCP server may have. */
export interface McpServerLimits {
  /** Seconds. */
  readonly startupTimeoutSec?: number;
  /** Seconds. */
  readonly toolTimeoutSec?: number;
  readonly enabledTools?: readonly string[];
  readonly disabledTools?: readonly string[];
  /** The run fails when the server cannot be started; codex leaves it out otherwise. */
  readonly required?: boolean;
}

/**
 * One entry of `mcp_servers` in codex's configuration.
 * @example
 * ```ts
 * import { openCodex, type McpServer } from "@lockstep/codex";
 *
 * const docs: McpServer = { type: "stdio", command: "docs-server", args: ["--fast"], envVars: ["DOCS_TOKEN"], required: true };
 * const codex = await openCodex({ binary: "codex", env: { DOCS_TOKEN: "…" } });
 * await codex.exec({ prompt: "Explain the parser", sandbox: "read-only", mcpServers: { docs } }).result();
 * ```
 */
export type McpServer = (StdioMcpServer | HttpMcpServer) & McpServerLimits;

/**
 * `dotted.key=value` words for codex's `--config`: of a table one per leaf, where arrays, and tables whose keys are no bare names,
 * are leaves; words stay as they are. Throws a `CodexError` for what is no override.
 */
export function configOverrides(config: ConfigTable | readonly string[]): readonly string[] {
  if (!isWords(config)) {
    if (!isObject(config)) throw CodexError.forRequest(`Field "config" of the request is ${shown(config)}, wanted an object or words`);
    return leavesOf(config, []);
  }
  for (const word of config) {
    if (typeof word !== "string" || !/^[^=]+=/.test(word))
      throw CodexError.forRequest(`Config override ${shown(word)} has no key, wanted a word such as "name=value"`);
  }
  return config;
}

function isWords(config: ConfigTable | readonly string[]): config is readonly string[] {
  return Array.isArray(config);
}

/** The `mcp_servers.…` words of servers. Throws a `CodexError` for a name that codex cannot take on its command line. */
export function mcpServerOverrides(servers: Readonly<Record<string, McpServer>>): string[] {
  if (!isObject(servers)) throw CodexError.forRequest(`Field "mcpServers" of the request is ${shown(servers)}, wanted an object`);
  return Object.entries(servers).flatMap(([name, server]) => {
    if (!bareKey.test(name))
      throw CodexError.forRequest(`MCP server name "${name}" cannot stand in a dotted key, wanted letters, digits, "_" and "-"`);
    assertMcpServer(server, name);
    return leavesOf(entryOf(server), ["mcp_servers", name]);
  });
}

function assertMcpServer(server: McpServer, name: string): void {
  const limits = {
    startupTimeoutSec: "NUMBER",
    toolTimeoutSec: "NUMBER",
    enabledTools: "TEXT...",
    disabledTools: "TEXT...",
    required: "",
  } as const;
  const variants = {
    stdio: { command: "TEXT!", args: "TEXT...", cwd: "TEXT", env: "KEY=TEXT", envVars: "TEXT...", ...limits },
    http: { url: "TEXT!", bearerTokenEnvVar: "TEXT", httpHeaders: "KEY=TEXT", envHttpHeaders: "KEY=TEXT", ...limits },
  } as const;
  assertVariant(server, variants, `MCP server "${name}"`);
}

function entryOf(server: McpServer): ConfigTable {
  const limits = {
    startup_timeout_sec: server.startupTimeoutSec,
    tool_timeout_sec: server.toolTimeoutSec,
    enabled_tools: server.enabledTools,
    disabled_tools: server.disabledTools,
    required: server.required,
  };
  switch (server.type) {
    case "stdio":
      return { command: server.command, args: server.args, cwd: server.cwd, env: server.env, env_vars: server.envVars, ...limits };
    case "http":
      return {
        url: server.url,
        bearer_token_env_var: server.bearerTokenEnvVar,
        http_headers: server.httpHeaders,
        env_http_headers: server.envHttpHeaders,
        ...limits,
      };
  }
}

function leavesOf(table: ConfigTable, path: readonly string[]): string[] {
  return Object.entries(table).flatMap(([key, value]) => {
    if (value === undefined) return [];
    // Codex cuts the key at every dot, quoted or not: only an inline table can hold such a key.
    if (path.length === 0 && !bareKey.test(key))
      throw CodexError.forRequest(`Config key "${key}" cannot stand in a dotted key, wanted letters, digits, "_" and "-"`);
    const at = [...path, key];
    assertUnicode(key, at);
    return isTable(value) && Object.keys(value).every((inner) => bareKey.test(inner)) && Object.keys(value).length > 0
      ? leavesOf(value, at)
      : [`${at.join(".")}=${toToml(value, at)}`];
  });
}

function toToml(value: ConfigValue, at: readonly string[]): string {
  if (typeof value === "string") {
    assertUnicode(value, at);
    return tomlString(value);
  }
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw CodexError.forRequest(`Config value ${String(value)} of "${at.join(".")}" is no number`);
    // Integers of TOML end at 64 bits; a larger number has to be written as a float.
    return Number.isInteger(value) && !Number.isSafeInteger(value) ? value.toExponential() : String(value);
  }
  if (typeof value === "boolean") return String(value);
  if (isTable(value)) {
    const fields = Object.entries(value).flatMap(([key, inner]) => {
      assertUnicode(key, at);
      return inner === undefined ? [] : [`${tomlString(key)} = ${toToml(inner, [...at, key])}`];
    });
    return `{${fields.join(", ")}}`;
  }
  if (!Array.isArray(value))
    throw CodexError.forRequest(`Config value of "${at.join(".")}" is ${shown(value)}, wanted a text, number, boolean, list or table`);
  return `[${value.map((element, i) => toToml(element, [...at, String(i)])).join(", ")}]`;
}

function assertUnicode(text: string, at: readonly string[]): void {
  if (!text.isWellFormed())
    throw CodexError.forRequest(`Config value of "${at.join(".").toWellFormed()}" is no Unicode text: it has half a surrogate pair`);
}

/** A JSON string is a TOML basic string, but for DEL, which TOML wants escaped. */
function tomlString(text: string): string {
  return JSON.stringify(text).replaceAll("\u007f", "\\u007f");
}

function isTable(value: ConfigValue): value is ConfigTable {
  return isObject(value);
}

const bareKey = /^[\w-]+$/;
