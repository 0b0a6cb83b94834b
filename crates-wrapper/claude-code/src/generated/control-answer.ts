// Generated from schemas/ by `xtask codegen`. Do not edit.

/**
 * What Claude Code answers to control requests, as real runs of 2.1.232 and 2.1.332 answer them. Further fields are allowed everywhere.
 */
export type ControlAnswer = (InitializeAnswer | InterruptAnswer | SetPermissionModeAnswer | SetModelAnswer | McpStatusAnswer | McpSetServersAnswer | ContextUsageAnswer | SessionCostAnswer | UsageAnswer | SettingsAnswer | ModelsAnswer | BinaryVersionAnswer | FileSuggestionsAnswer | ReadFileAnswer | RewindFilesAnswer | CancelMessageAnswer | ReloadPluginsAnswer | ReloadSkillsAnswer | PermissionRulesAnswer | McpCallAnswer | SideQuestionAnswer | TaskOutputAnswer | EmptyAnswer)

/**
 * What the session has, before its first turn.
 */
export interface InitializeAnswer {
readonly commands: readonly CommandInfo[]
readonly agents: readonly AgentInfo[]
readonly models: readonly ModelInfo[]
readonly output_style: string
readonly available_output_styles: readonly string[]
readonly account: AccountInfo
/**
 * Absent in 2.1.232.
 */
readonly claude_code_version?: string
readonly current_permission_mode?: string
readonly pid?: number
readonly session_state?: string
readonly capabilities?: readonly string[]
readonly fast_mode_state?: string
readonly fast_mode_disabled_reason?: string
/**
 * Whether the hooks of the request are registered; absent without any.
 */
readonly hooks_applied?: boolean
readonly hook_on_failure_supported?: boolean
readonly plugins_applied?: boolean
readonly mcp_servers_applied?: boolean
}
/**
 * A slash command or skill.
 */
export interface CommandInfo {
/**
 * Without the slash.
 */
readonly name: string
readonly description: string
/**
 * Empty for none.
 */
readonly argumentHint: string
readonly aliases?: readonly string[]
readonly builtin?: boolean
}
/**
 * A kind of sub-agent.
 */
export interface AgentInfo {
readonly name: string
readonly description: string
readonly model?: string
}
/**
 * A model that may be chosen.
 */
export interface ModelInfo {
/**
 * What --model takes.
 */
readonly value: string
readonly displayName: string
readonly description: string
readonly resolvedModel?: string
readonly supportsEffort?: boolean
readonly supportedEffortLevels?: readonly string[]
readonly supportsAdaptiveThinking?: boolean
readonly supportsFastMode?: boolean
readonly supportsAutoMode?: boolean
}
/**
 * Who pays.
 */
export interface AccountInfo {
readonly email?: string
readonly organization?: string
readonly subscriptionType?: string
readonly tokenSource?: string
readonly apiKeySource?: string
readonly apiProvider?: string
}
/**
 * The turn ends.
 */
export interface InterruptAnswer {
/**
 * The `uuid`s of user messages that wait still.
 */
readonly still_queued?: readonly string[]
readonly cancelled?: readonly string[]
}
/**
 * The mode that holds now.
 */
export interface SetPermissionModeAnswer {
readonly mode?: string
}
/**
 * The model that holds now.
 */
export interface SetModelAnswer {
/**
 * Absent in 2.1.232.
 */
readonly model?: string
}
/**
 * The MCP servers of the session.
 */
export interface McpStatusAnswer {
readonly mcpServers: readonly McpServerStatus[]
}
/**
 * How an MCP server is.
 */
export interface McpServerStatus {
readonly name: string
/**
 * `connected`, `failed`, `needs-auth`, `pending` or `disabled`.
 */
readonly status: string
readonly error?: string
readonly scope?: string
readonly source?: string
readonly serverInfo?: {
readonly name: string
readonly version: string
}
/**
 * As it was configured, with its secrets.
 */
readonly config?: {
readonly [k: string]: unknown
}
readonly tools?: {
readonly name: string
readonly description?: string
readonly annotations?: {

}
}[]
}
/**
 * What became of the servers.
 */
export interface McpSetServersAnswer {
readonly added: readonly string[]
readonly removed: readonly string[]
/**
 * By name.
 */
readonly errors: {
readonly [k: string]: string
}
}
/**
 * What fills the model's context.
 */
export interface ContextUsageAnswer {
readonly categories: {
readonly name: string
readonly tokens: number
/**
 * `used`, `free`, `buffer` or `deferred`; absent in 2.1.232.
 */
readonly kind?: string
}[]
readonly totalTokens: number
readonly maxTokens: number
readonly rawMaxTokens: number
readonly percentage: number
readonly model: string
readonly autoCompactThreshold?: number
readonly isAutoCompactEnabled: boolean
}
/**
 * What the session cost, for people.
 */
export interface SessionCostAnswer {
readonly text: string
}
/**
 * What the session used, and the limits of a subscription.
 */
export interface UsageAnswer {
readonly session: {
readonly total_cost_usd: number
readonly total_api_duration_ms: number
readonly total_duration_ms: number
readonly total_lines_added: number
readonly total_lines_removed: number
readonly model_usage: {
readonly [k: string]: unknown
}
}
readonly subscription_type: (string | null)
readonly rate_limits_available: boolean
readonly rate_limits: unknown
}
/**
 * The settings that hold.
 */
export interface SettingsAnswer {
readonly effective: {
readonly [k: string]: unknown
}
readonly sources: {

}[]
readonly applied?: {
readonly [k: string]: unknown
}
}
/**
 * The models that may be chosen.
 */
export interface ModelsAnswer {
readonly models: readonly ModelInfo[]
}
/**
 * The version of Claude Code.
 */
export interface BinaryVersionAnswer {
readonly version: string
readonly buildTime?: string
}
/**
 * Paths that fit what was typed.
 */
export interface FileSuggestionsAnswer {
readonly suggestions: {

}[]
}
/**
 * A file that the session may read.
 */
export interface ReadFileAnswer {
readonly contents: string
readonly absPath?: string
/**
 * Whether it is not all text.
 */
readonly lossy?: boolean
}
/**
 * Whether files went back, or could go.
 */
export interface RewindFilesAnswer {
readonly canRewind: boolean
readonly error?: string
readonly filesChanged?: readonly string[]
readonly insertions?: number
readonly deletions?: number
}
/**
 * Whether a waiting user message was taken back.
 */
export interface CancelMessageAnswer {
readonly cancelled: boolean
}
/**
 * What the session has now.
 */
export interface ReloadPluginsAnswer {
readonly commands: readonly CommandInfo[]
readonly agents: readonly AgentInfo[]
readonly plugins: {
readonly name: string
readonly path: string
readonly source?: string
}[]
readonly mcpServers: readonly McpServerStatus[]
readonly error_count: number
}
/**
 * The skills now.
 */
export interface ReloadSkillsAnswer {
readonly skills: readonly CommandInfo[]
}
/**
 * The rules that hold.
 */
export interface PermissionRulesAnswer {
readonly state: {
readonly rules: {
readonly behavior: string
readonly source: string
readonly rule: string
readonly editability?: string
}[]
readonly workspaceDirectories: {

}[]
readonly originalCwd: string
readonly managedOnly: boolean
}
}
/**
 * What an MCP tool answered.
 */
export interface McpCallAnswer {
/**
 * Text, or blocks.
 */
readonly content: (string | {

}[])
readonly structuredContent?: unknown
readonly isError?: boolean
}
/**
 * What the model answered beside the conversation.
 */
export interface SideQuestionAnswer {
readonly response: (string | null)
}
/**
 * What a task in the background has printed.
 */
export interface TaskOutputAnswer {
readonly output: string
readonly total_bytes: number
readonly truncated: boolean
}
/**
 * It is done.
 */
export interface EmptyAnswer {

}
