// Generated from schemas/ by `xtask codegen`. Do not edit.

/**
 * The answers of `codex mcp list --json` and `codex mcp get --json`, as real calls of 0.125.0, 0.146.0 and 0.169.0 print it. Further fields are allowed everywhere.
 */
export type McpAnswer = (McpServerList | McpServerDetails)
/**
 * How codex reaches the server: `type` says which.
 */
export type McpTransport = (StdioMcpTransport | HttpMcpTransport)
/**
 * The answer of `mcp list`.
 */
export type McpServerList = readonly ListedMcpServer[]

/**
 * A configured server, in the list.
 */
export interface ListedMcpServer {
readonly name: string
readonly enabled: boolean
/**
 * Why codex turned it off against the configuration.
 */
readonly disabled_reason: (string | null)
readonly transport: McpTransport
/**
 * Seconds; codex's default when null.
 */
readonly startup_timeout_sec: (number | null)
/**
 * Seconds; codex's default when null.
 */
readonly tool_timeout_sec: (number | null)
/**
 * Seen: `unsupported`, `bearer_token`, `not_logged_in`, `o_auth`, and `unknown` where the server does not answer.
 */
readonly auth_status: string
}
/**
 * Codex starts a program and talks to it over stdio.
 */
export interface StdioMcpTransport {
readonly type: "stdio"
readonly command: string
readonly args: readonly string[]
/**
 * Variables and their values, secrets among them.
 */
readonly env: ({
readonly [k: string]: string
} | null)
/**
 * Variables that are handed on.
 */
readonly env_vars: readonly (string | McpVariable)[]
readonly cwd: (string | null)
}
/**
 * A variable that is handed on, and from where.
 */
export interface McpVariable {
readonly name: string
/**
 * Seen: `local`.
 */
readonly source?: string
}
/**
 * Codex talks to a URL (streamable HTTP).
 */
export interface HttpMcpTransport {
readonly type: "streamable_http"
readonly url: string
/**
 * Name of the variable that holds the token.
 */
readonly bearer_token_env_var: (string | null)
/**
 * Headers and their values, secrets among them.
 */
readonly http_headers: ({
readonly [k: string]: string
} | null)
/**
 * Headers and the variables that hold their values.
 */
readonly env_http_headers: ({
readonly [k: string]: string
} | null)
}
/**
 * The answer of `mcp get`: one configured server.
 */
export interface McpServerDetails {
readonly name: string
readonly enabled: boolean
/**
 * Why codex turned it off against the configuration.
 */
readonly disabled_reason: (string | null)
readonly transport: McpTransport
/**
 * All when null.
 */
readonly enabled_tools: (readonly string[] | null)
readonly disabled_tools: (readonly string[] | null)
/**
 * Seconds; codex's default when null.
 */
readonly startup_timeout_sec: (number | null)
/**
 * Seconds; codex's default when null.
 */
readonly tool_timeout_sec: (number | null)
}
