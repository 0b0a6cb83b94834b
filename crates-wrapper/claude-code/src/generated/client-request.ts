// Generated from schemas/ by `xtask codegen`. Do not edit.

/**
 * What Claude Code asks its client by a `control_request`, as real runs of 2.1.232 and 2.1.332 ask it, and as the types of @anthropic-ai/claude-agent-sdk 0.3.332 have it; and the changes of permissions, `PermissionUpdate`. Further fields are allowed everywhere.
 */
export type ClientRequest = (CanUseToolRequest | HookCallbackRequest | McpMessageRequest | ElicitationRequest | UserDialogRequest | PermissionUpdate)
/**
 * A change of what is permitted; `type` says of what.
 */
export type PermissionUpdate = (AddRules | ReplaceRules | RemoveRules | SetMode | AddDirectories | RemoveDirectories)
/**
 * Where the change is kept.
 */
export type PermissionDestination = ("userSettings" | "projectSettings" | "localSettings" | "session" | "cliArg")

/**
 * May this tool be called? With --permission-prompt-tool stdio.
 */
export interface CanUseToolRequest {
readonly subtype: "can_use_tool"
readonly tool_name: string
/**
 * What the tool gets; an answer may give it another one.
 */
readonly input: {
readonly [k: string]: unknown
}
readonly tool_use_id: string
readonly display_name?: string
readonly title?: string
readonly description?: string
/**
 * What an answer may change for the calls that follow. Of kinds that `PermissionUpdate` has, and perhaps others.
 */
readonly permission_suggestions?: {

}[]
/**
 * The path that it is about.
 */
readonly blocked_path?: string
readonly decision_reason?: string
readonly decision_reason_type?: string
/**
 * The sub-agent that calls.
 */
readonly agent_id?: string
/**
 * The answer is more than yes or no, as for AskUserQuestion, whose `answers` go into the input.
 */
readonly requires_user_interaction?: boolean
readonly default_to_no?: boolean
readonly suppress_always_allow_rule?: boolean
readonly mcp_server?: {
readonly name: string
readonly source: string
}
}
/**
 * A hook that `initialize` registered.
 */
export interface HookCallbackRequest {
readonly subtype: "hook_callback"
/**
 * One of `hookCallbackIds`.
 */
readonly callback_id: string
readonly input: HookInput
readonly tool_use_id?: string
}
/**
 * What a hook is told; further fields are those of the event.
 */
export interface HookInput {
/**
 * Such as `PreToolUse`, `PostToolUse`, `UserPromptSubmit` and `Stop`.
 */
readonly hook_event_name: string
readonly session_id: string
readonly transcript_path: string
readonly cwd: string
readonly prompt_id?: string
readonly permission_mode?: string
readonly agent_id?: string
readonly agent_type?: string
/**
 * Of an event about a tool.
 */
readonly tool_name?: string
readonly tool_input?: unknown
/**
 * What the tool answered, of `PostToolUse`.
 */
readonly tool_response?: {
readonly [k: string]: unknown
}
readonly tool_use_id?: string
/**
 * Of `UserPromptSubmit`.
 */
readonly prompt?: string
/**
 * Of `Stop`: whether a hook has kept the model going already.
 */
readonly stop_hook_active?: boolean
readonly last_assistant_message?: string
}
/**
 * A JSON-RPC message for an MCP server that the client itself is: one of `sdkMcpServers`.
 */
export interface McpMessageRequest {
readonly subtype: "mcp_message"
readonly server_name: string
/**
 * A request has an `id`, a notification has none.
 */
readonly message: {
readonly [k: string]: unknown
}
}
/**
 * An MCP server asks the user.
 */
export interface ElicitationRequest {
readonly subtype: "elicitation"
readonly mcp_server_name: string
readonly message: string
/**
 * `form` or `url`.
 */
readonly mode?: string
readonly url?: string
readonly elicitation_id?: string
readonly requested_schema?: {
readonly [k: string]: unknown
}
readonly title?: string
readonly display_name?: string
readonly description?: string
}
/**
 * A dialog of a kind that `initialize` declared.
 */
export interface UserDialogRequest {
readonly subtype: "request_user_dialog"
readonly dialog_kind: string
readonly payload: {
readonly [k: string]: unknown
}
readonly tool_use_id?: string
}
/**
 * More rules.
 */
export interface AddRules {
readonly type: "addRules"
readonly rules: readonly PermissionRule[]
readonly behavior: ("allow" | "deny" | "ask")
readonly destination: PermissionDestination
}
/**
 * A rule for calls of a tool.
 */
export interface PermissionRule {
readonly toolName: string
/**
 * Such as `npm test *`; all calls when absent.
 */
readonly ruleContent?: string
}
/**
 * Rules in the place of others.
 */
export interface ReplaceRules {
readonly type: "replaceRules"
readonly rules: readonly PermissionRule[]
readonly behavior: ("allow" | "deny" | "ask")
readonly destination: PermissionDestination
}
/**
 * Fewer rules.
 */
export interface RemoveRules {
readonly type: "removeRules"
readonly rules: readonly PermissionRule[]
readonly behavior: ("allow" | "deny" | "ask")
readonly destination: PermissionDestination
}
/**
 * Another permission mode.
 */
export interface SetMode {
readonly type: "setMode"
readonly mode: string
readonly destination: PermissionDestination
}
/**
 * More directories to work in.
 */
export interface AddDirectories {
readonly type: "addDirectories"
readonly directories: readonly string[]
readonly destination: PermissionDestination
}
/**
 * Fewer directories to work in.
 */
export interface RemoveDirectories {
readonly type: "removeDirectories"
readonly directories: readonly string[]
readonly destination: PermissionDestination
}
