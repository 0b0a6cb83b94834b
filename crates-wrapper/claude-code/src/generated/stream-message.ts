// Generated from schemas/ by `xtask codegen`. Do not edit.

/**
 * One line of `claude -p --output-format stream-json --verbose`, as real runs of 2.1.232 and 2.1.332 print it, and what the types of @anthropic-ai/claude-agent-sdk 0.3.332 have besides; and the parts of messages, `ContentBlock` and `ApiStreamEvent`. Further fields are allowed everywhere.
 */
export type StreamMessage = (SystemMessage | AssistantMessage | UserMessage | ResultSuccess | ResultError | StreamEventMessage | ToolProgressMessage | ToolUseSummaryMessage | AuthStatusMessage | RateLimitMessage | PromptSuggestionMessage | ConversationResetMessage | CommandLifecycleMessage | ActiveGoalMessage | TranscriptMirrorMessage | KeepAliveMessage | ControlRequestMessage | ControlResponseMessage | ControlCancelMessage | ContentBlock | ApiStreamEvent)
/**
 * What Claude Code says of itself; `subtype` says what.
 */
export type SystemMessage = (InitMessage | StatusMessage | ApiRetryMessage | CompactBoundaryMessage | PermissionDeniedMessage | TaskStartedMessage | TaskProgressMessage | TaskUpdatedMessage | TaskNotificationMessage | BackgroundTasksChangedMessage | ThinkingTokensMessage | HookStartedMessage | HookProgressMessage | HookResponseMessage | SessionStateChangedMessage | SessionTitleChangedMessage | CommandsChangedMessage | ModelFallbackMessage | ModelRefusalFallbackMessage | ModelRefusalNoFallbackMessage | InformationalMessage | NotificationMessage | LocalCommandOutputMessage | PluginInstallMessage | FilesPersistedMessage | MemoryRecallMessage | ElicitationCompleteMessage | MirrorErrorMessage | SessionWritesLostMessage | WorkerShuttingDownMessage | UiInvalidateMessage | ControlRequestProgressMessage)
/**
 * What kind of error the API, or the way to it, had. Seen: `authentication_failed`, `rate_limit`, `overloaded`, `server_error`, `max_output_tokens` and `unknown`; an open set.
 */
export type ApiErrorKind = string
/**
 * It went well, or it did not; `subtype` says which.
 */
export type ControlResponse = (ControlSuccess | ControlFailure)
/**
 * A part of a message; `type` says which.
 */
export type ContentBlock = (TextBlock | ThinkingBlock | RedactedThinkingBlock | ToolUseBlock | ServerToolUseBlock | WebSearchToolResultBlock | ToolResultBlock | ImageBlock | DocumentBlock)
/**
 * An event of a streamed response; `type` says which.
 */
export type ApiStreamEvent = (MessageStartEvent | ContentBlockStartEvent | ContentBlockDeltaEvent | ContentBlockStopEvent | MessageDeltaEvent | MessageStopEvent | PingEvent)
/**
 * What is added to a block.
 */
export type BlockDelta = (TextDelta | ThinkingDelta | SignatureDelta | InputJsonDelta | CitationsDelta)

/**
 * The first message of a turn; a session with several turns prints one for each. What the session has.
 */
export interface InitMessage {
readonly type: "system"
readonly subtype: "init"
readonly cwd: string
readonly model: string
readonly tools: readonly string[]
readonly mcp_servers: readonly InitMcpServer[]
/**
 * Such as `default`, `acceptEdits`, `plan`, `dontAsk`, `auto` and `bypassPermissions`.
 */
readonly permissionMode: string
readonly slash_commands: readonly string[]
/**
 * Such as `ANTHROPIC_API_KEY`, `apiKeyHelper` and `none`.
 */
readonly apiKeySource: string
readonly claude_code_version: string
readonly output_style: string
readonly agents?: readonly string[]
readonly skills?: readonly string[]
readonly plugins: readonly InitPlugin[]
readonly plugin_errors?: readonly PluginError[]
readonly betas?: readonly string[]
/**
 * Those that need a terminal.
 */
readonly terminal_slash_commands?: readonly string[]
/**
 * What this version can do; an open set.
 */
readonly capabilities?: readonly string[]
readonly fast_mode_state?: string
readonly fast_mode_disabled_reason?: string
readonly effort?: (string | null)
readonly view_mode?: string
readonly memory_paths?: {
readonly [k: string]: string
}
readonly original_cwd?: string
readonly additional_directories?: readonly string[]
readonly messaging_socket_path?: string
readonly sandbox_enabled?: boolean
readonly analytics_disabled?: boolean
readonly product_feedback_disabled?: boolean
/**
 * Whether the API is Anthropic's own.
 */
readonly served_by_anthropic?: boolean
/**
 * The `uuid` of the user message that this answers, where the client gave one.
 */
readonly user_message_uuid?: string
/**
 * All user messages that this turn has taken in so far.
 */
readonly user_message_uuids?: readonly string[]
/**
 * Of this message.
 */
readonly uuid: string
readonly session_id: string
}
/**
 * An MCP server of the session.
 */
export interface InitMcpServer {
readonly name: string
/**
 * Such as `connected`, `failed`, `needs-auth`, `pending` and `disabled`.
 */
readonly status: string
/**
 * Such as `dynamic` for --mcp-config and `sdk` for the client's own.
 */
readonly source?: string
}
/**
 * A plugin of the session.
 */
export interface InitPlugin {
readonly name: string
/**
 * `builtin` for Claude Code's own.
 */
readonly path: string
readonly source?: string
readonly version?: string
}
/**
 * What kept a plugin, or a part of it, from being loaded.
 */
export interface PluginError {
readonly plugin: string
readonly type: string
readonly message: string
readonly path?: string
}
/**
 * What the session does now, or that its permission mode changed.
 */
export interface StatusMessage {
readonly type: "system"
readonly subtype: "status"
/**
 * `requesting` with partial messages, `compacting`; null for neither.
 */
readonly status: (string | null)
readonly permissionMode?: string
/**
 * `success` or `failed`.
 */
readonly compact_result?: string
readonly compact_error?: string
/**
 * Of this message.
 */
readonly uuid: string
readonly session_id: string
}
/**
 * A request to the API failed and is made again after a while.
 */
export interface ApiRetryMessage {
readonly type: "system"
readonly subtype: "api_retry"
/**
 * From 1.
 */
readonly attempt: number
readonly max_retries: number
readonly retry_delay_ms: number
/**
 * HTTP status; null when no answer came.
 */
readonly error_status: (number | null)
readonly error: ApiErrorKind
/**
 * No headers came in time.
 */
readonly no_response?: {
readonly waited_ms: number
readonly retry_wait_ms: number
}
/**
 * Of this message.
 */
readonly uuid: string
readonly session_id: string
}
/**
 * What was said before was replaced by a summary.
 */
export interface CompactBoundaryMessage {
readonly type: "system"
readonly subtype: "compact_boundary"
readonly compact_metadata: {
/**
 * `manual` or `auto`.
 */
readonly trigger: string
readonly pre_tokens: number
readonly post_tokens?: number
readonly duration_ms?: number
readonly cumulative_dropped_tokens?: number
}
readonly logical_parent_uuid?: string
/**
 * Of this message.
 */
readonly uuid: string
readonly session_id: string
}
/**
 * A tool call was refused without anybody being asked; the model is told.
 */
export interface PermissionDeniedMessage {
readonly type: "system"
readonly subtype: "permission_denied"
readonly tool_name: string
readonly tool_use_id: string
/**
 * What the model is told.
 */
readonly message: string
readonly agent_id?: string
/**
 * Such as `rule`, `mode` and `classifier`.
 */
readonly decision_reason_type?: string
readonly decision_reason?: string
/**
 * Of this message.
 */
readonly uuid: string
readonly session_id: string
}
/**
 * A sub-agent, a command in the background, or a command in the foreground that takes some seconds.
 */
export interface TaskStartedMessage {
readonly type: "system"
readonly subtype: "task_started"
readonly task_id: string
readonly description: string
/**
 * Such as `local_agent` and `local_bash`.
 */
readonly task_type?: string
readonly tool_use_id?: string
readonly run_id?: string
readonly is_backgrounded?: boolean
readonly subagent_type?: string
readonly spawn_depth?: number
readonly parent_task_id?: string
readonly workflow_name?: string
readonly prompt?: string
readonly skip_transcript?: boolean
readonly ambient?: boolean
/**
 * Of this message.
 */
readonly uuid: string
readonly session_id: string
}
/**
 * What a sub-agent does, and what it used so far.
 */
export interface TaskProgressMessage {
readonly type: "system"
readonly subtype: "task_progress"
readonly task_id: string
readonly description: string
readonly usage: TaskUsage
readonly tool_use_id?: string
readonly run_id?: string
readonly subagent_type?: string
readonly last_tool_name?: string
readonly summary?: string
/**
 * Of this message.
 */
readonly uuid: string
readonly session_id: string
}
/**
 * What a sub-agent used.
 */
export interface TaskUsage {
readonly total_tokens: number
readonly tool_uses: number
readonly duration_ms: number
}
/**
 * Fields of a task that changed.
 */
export interface TaskUpdatedMessage {
readonly type: "system"
readonly subtype: "task_updated"
readonly task_id: string
readonly run_id?: string
readonly patch: {
/**
 * `pending`, `running`, `completed`, `failed`, `killed` or `paused`.
 */
readonly status?: string
readonly description?: string
/**
 * Milliseconds of the epoch.
 */
readonly end_time?: number
readonly total_paused_ms?: number
readonly error?: string
readonly is_backgrounded?: boolean
}
/**
 * Of this message.
 */
readonly uuid: string
readonly session_id: string
}
/**
 * A task ended. One in the background makes the model speak once more, so that another result follows.
 */
export interface TaskNotificationMessage {
readonly type: "system"
readonly subtype: "task_notification"
readonly task_id: string
/**
 * `completed`, `failed` or `stopped`.
 */
readonly status: string
/**
 * Where its output is; empty for a command in the foreground.
 */
readonly output_file: string
readonly summary: string
readonly summary_is_report?: boolean
readonly reason?: string
readonly tool_use_id?: string
readonly run_id?: string
readonly usage?: TaskUsage
readonly skip_transcript?: boolean
readonly ambient?: boolean
/**
 * Of this message.
 */
readonly uuid: string
readonly session_id: string
}
/**
 * All tasks that are in the background now.
 */
export interface BackgroundTasksChangedMessage {
readonly type: "system"
readonly subtype: "background_tasks_changed"
readonly tasks: readonly BackgroundTask[]
/**
 * Of this message.
 */
readonly uuid: string
readonly session_id: string
}
/**
 * A task in the background.
 */
export interface BackgroundTask {
readonly task_id: string
readonly task_type: string
readonly description: string
readonly run_id?: string
readonly subagent_type?: string
readonly parent_task_id?: string
readonly ambient?: boolean
}
/**
 * An estimate of how much the model has thought; with partial messages.
 */
export interface ThinkingTokensMessage {
readonly type: "system"
readonly subtype: "thinking_tokens"
readonly estimated_tokens: number
readonly estimated_tokens_delta: number
/**
 * The `uuid` of the user message that this answers, where the client gave one.
 */
readonly user_message_uuid?: string
/**
 * All user messages that this turn has taken in so far.
 */
readonly user_message_uuids?: readonly string[]
/**
 * Of this message.
 */
readonly uuid: string
readonly session_id: string
}
/**
 * A hook of the settings begins. Those of SessionStart are always told, the others with --include-hook-events.
 */
export interface HookStartedMessage {
readonly type: "system"
readonly subtype: "hook_started"
readonly hook_id: string
readonly hook_name: string
readonly hook_event: string
/**
 * Of this message.
 */
readonly uuid: string
readonly session_id: string
}
/**
 * What a running hook has printed.
 */
export interface HookProgressMessage {
readonly type: "system"
readonly subtype: "hook_progress"
readonly hook_id: string
readonly hook_name: string
readonly hook_event: string
readonly output: string
readonly stdout: string
readonly stderr: string
/**
 * Of this message.
 */
readonly uuid: string
readonly session_id: string
}
/**
 * A hook ended.
 */
export interface HookResponseMessage {
readonly type: "system"
readonly subtype: "hook_response"
readonly hook_id: string
readonly hook_name: string
readonly hook_event: string
readonly output: string
readonly stdout: string
readonly stderr: string
readonly exit_code?: number
/**
 * `success`, `error` or `cancelled`.
 */
readonly outcome: string
/**
 * Of this message.
 */
readonly uuid: string
readonly session_id: string
}
/**
 * With CLAUDE_CODE_EMIT_SESSION_STATE_EVENTS=1 in the environment.
 */
export interface SessionStateChangedMessage {
readonly type: "system"
readonly subtype: "session_state_changed"
/**
 * `running`, `requires_action` or `idle`.
 */
readonly state: string
/**
 * Of this message.
 */
readonly uuid: string
readonly session_id: string
}
/**
 * The session has another title.
 */
export interface SessionTitleChangedMessage {
readonly type: "system"
readonly subtype: "session_title_changed"
readonly title: string
/**
 * Of this message.
 */
readonly uuid: string
readonly session_id: string
}
/**
 * All slash commands, after a change.
 */
export interface CommandsChangedMessage {
readonly type: "system"
readonly subtype: "commands_changed"
readonly commands: readonly SlashCommand[]
/**
 * Of this message.
 */
readonly uuid: string
readonly session_id: string
}
/**
 * A slash command or skill.
 */
export interface SlashCommand {
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
 * The session went over to a model of --fallback-model.
 */
export interface ModelFallbackMessage {
readonly type: "system"
readonly subtype: "model_fallback"
/**
 * Such as `overloaded`.
 */
readonly trigger: string
readonly original_model: string
readonly fallback_model: string
readonly content: string
/**
 * Of this message.
 */
readonly uuid: string
readonly session_id: string
}
/**
 * The model refused to answer, and another one is asked.
 */
export interface ModelRefusalFallbackMessage {
readonly type: "system"
readonly subtype: "model_refusal_fallback"
readonly trigger: string
/**
 * `retry`, `revert` or `sticky`.
 */
readonly direction: string
readonly scope?: string
readonly original_model: string
readonly fallback_model: string
readonly request_id: (string | null)
readonly content: string
readonly api_refusal_category?: (string | null)
readonly api_refusal_explanation?: (string | null)
readonly refused_user_message_uuid?: (string | null)
readonly retracted_message_uuids?: readonly string[]
/**
 * Of this message.
 */
readonly uuid: string
readonly session_id: string
}
/**
 * The model refused to answer, and no other one is asked.
 */
export interface ModelRefusalNoFallbackMessage {
readonly type: "system"
readonly subtype: "model_refusal_no_fallback"
readonly original_model: string
readonly request_id: (string | null)
readonly content: string
readonly api_refusal_category?: (string | null)
readonly api_refusal_explanation?: (string | null)
readonly refused_user_message_uuid?: (string | null)
/**
 * Of this message.
 */
readonly uuid: string
readonly session_id: string
}
/**
 * A line for people.
 */
export interface InformationalMessage {
readonly type: "system"
readonly subtype: "informational"
readonly content: string
/**
 * `info`, `notice`, `suggestion` or `warning`.
 */
readonly level: string
readonly tool_use_id?: string
readonly prevent_continuation?: boolean
readonly tag?: string
/**
 * Of this message.
 */
readonly uuid: string
readonly session_id: string
}
/**
 * A short notice for people.
 */
export interface NotificationMessage {
readonly type: "system"
readonly subtype: "notification"
readonly key: string
readonly text: string
/**
 * `low`, `medium`, `high` or `immediate`.
 */
readonly priority: string
readonly color?: string
readonly timeout_ms?: number
/**
 * Of this message.
 */
readonly uuid: string
readonly session_id: string
}
/**
 * What a slash command printed that asks no model.
 */
export interface LocalCommandOutputMessage {
readonly type: "system"
readonly subtype: "local_command_output"
readonly content: string
/**
 * Of this message.
 */
readonly uuid: string
readonly session_id: string
}
/**
 * How the installation of plugins goes.
 */
export interface PluginInstallMessage {
readonly type: "system"
readonly subtype: "plugin_install"
/**
 * `started`, `installed`, `failed` or `completed`.
 */
readonly status: string
readonly name?: string
readonly error?: string
/**
 * Of this message.
 */
readonly uuid: string
readonly session_id: string
}
/**
 * Files were stored by the service.
 */
export interface FilesPersistedMessage {
readonly type: "system"
readonly subtype: "files_persisted"
readonly files: {
readonly filename: string
readonly file_id: string
}[]
readonly failed: {
readonly filename: string
readonly error: string
}[]
readonly processed_at: string
/**
 * Of this message.
 */
readonly uuid: string
readonly session_id: string
}
/**
 * Memories were given to the model.
 */
export interface MemoryRecallMessage {
readonly type: "system"
readonly subtype: "memory_recall"
readonly mode: string
readonly memories: {
readonly path: string
readonly scope: string
readonly content?: string
}[]
/**
 * Of this message.
 */
readonly uuid: string
readonly session_id: string
}
/**
 * An MCP server has got what it asked for.
 */
export interface ElicitationCompleteMessage {
readonly type: "system"
readonly subtype: "elicitation_complete"
readonly mcp_server_name: string
readonly elicitation_id: string
/**
 * Of this message.
 */
readonly uuid: string
readonly session_id: string
}
/**
 * Lines of the transcript did not reach the client's store.
 */
export interface MirrorErrorMessage {
readonly type: "system"
readonly subtype: "mirror_error"
readonly error: string
readonly key: {
readonly projectKey: string
readonly sessionId: string
readonly subpath?: string
}
/**
 * Of this message.
 */
readonly uuid: string
readonly session_id: string
}
/**
 * The disk was full: the session is not saved whole.
 */
export interface SessionWritesLostMessage {
readonly type: "system"
readonly subtype: "session_writes_lost"
readonly error_code: string
readonly lost: readonly string[]
readonly transcript_session_ids?: readonly string[]
/**
 * Of this message.
 */
readonly uuid: string
readonly session_id: string
}
/**
 * The process is about to end.
 */
export interface WorkerShuttingDownMessage {
readonly type: "system"
readonly subtype: "worker_shutting_down"
readonly reason: string
/**
 * Of this message.
 */
readonly uuid: string
readonly session_id: string
}
/**
 * A part of a user interface is to be drawn anew. Not in 2.1.232.
 */
export interface UiInvalidateMessage {
readonly type: "system"
readonly subtype: "ui_invalidate"
readonly event: string
/**
 * Of this message.
 */
readonly uuid: string
readonly session_id: string
}
/**
 * A control request of the client takes long.
 */
export interface ControlRequestProgressMessage {
readonly type: "system"
readonly subtype: "control_request_progress"
readonly request_id: string
readonly status: string
readonly attempt?: number
readonly max_retries?: number
readonly retry_delay_ms?: number
readonly error_status?: (number | null)
/**
 * Of this message.
 */
readonly uuid: string
readonly session_id: string
}
/**
 * What the model said. A response is printed as one message for each of its content blocks, with the same `message.id`; errors of the API are messages too, of the model `<synthetic>`.
 */
export interface AssistantMessage {
readonly type: "assistant"
readonly message: ApiMessage
/**
 * The call of the Agent tool whose sub-agent this belongs to; null in the main conversation.
 */
readonly parent_tool_use_id: (string | null)
/**
 * Of this message.
 */
readonly uuid: string
readonly session_id: string
readonly error?: ApiErrorKind
readonly is_api_error_message?: boolean
/**
 * Such as `connection_failed` and `max_output_tokens`.
 */
readonly api_error?: string
readonly api_error_status?: (number | null)
readonly api_error_type?: (string | null)
/**
 * It was cut by an interruption.
 */
readonly aborted?: boolean
readonly request_id?: string
readonly timestamp?: string
/**
 * Earlier messages that this one replaces.
 */
readonly supersedes?: readonly string[]
/**
 * Names for people of the MCP tools that are called.
 */
readonly tool_use_meta?: {

}[]
readonly resume_reason?: string
/**
 * The `uuid` of the user message that this answers, where the client gave one.
 */
readonly user_message_uuid?: string
/**
 * All user messages that this turn has taken in so far.
 */
readonly user_message_uuids?: readonly string[]
/**
 * The sub-agent: the `task_id` of its task messages. Absent in 2.1.232.
 */
readonly agent_id?: string
readonly subagent_type?: string
readonly task_description?: string
}
/**
 * A message of the Messages API.
 */
export interface ApiMessage {
readonly id: string
readonly role: "assistant"
readonly model: string
/**
 * Any blocks; `ContentBlock` has those that are known.
 */
readonly content: {

}[]
/**
 * Null while further blocks of the response may follow.
 */
readonly stop_reason: (string | null)
readonly stop_sequence?: (string | null)
readonly usage: MessageUsage
}
/**
 * Tokens of one response. Those of a streamed one are not final: the result has the sum.
 */
export interface MessageUsage {
/**
 * Without those that were written to the cache or read from it.
 */
readonly input_tokens: number
readonly output_tokens: number
readonly cache_creation_input_tokens?: (number | null)
readonly cache_read_input_tokens?: (number | null)
}
/**
 * Results of tools, what Claude Code says in the user's name, and with --replay-user-messages what the client said.
 */
export interface UserMessage {
readonly type: "user"
readonly message: UserContent
/**
 * The call of the Agent tool whose sub-agent this belongs to; null in the main conversation.
 */
readonly parent_tool_use_id: (string | null)
/**
 * Of this message.
 */
readonly uuid: string
readonly session_id: string
/**
 * The result as the tool made it; its shape is the tool's own. A text begins with `Error: ` for one that failed.
 */
readonly tool_use_result?: {
readonly [k: string]: unknown
}
/**
 * How each call was permitted.
 */
readonly tool_result_meta?: {

}[]
/**
 * Claude Code wrote it.
 */
readonly isSynthetic?: boolean
/**
 * It came from the client, or is the output of a slash command.
 */
readonly isReplay?: boolean
readonly timestamp?: string
/**
 * The sub-agent: the `task_id` of its task messages. Absent in 2.1.232.
 */
readonly agent_id?: string
readonly subagent_type?: string
readonly task_description?: string
}
/**
 * A user message of the Messages API.
 */
export interface UserContent {
readonly role: "user"
/**
 * Text, or any blocks; `ContentBlock` has those that are known.
 */
readonly content: (string | {

}[])
}
/**
 * The end of a turn that came to its end, or that the API ended: then `is_error` is true and `result` says why.
 */
export interface ResultSuccess {
readonly type: "result"
readonly subtype: "success"
/**
 * The last text of the model, or of the error. Empty when there was none.
 */
readonly result: string
/**
 * HTTP status of the error; null for none, and when no answer came.
 */
readonly api_error_status?: (number | null)
readonly api_error_type?: (string | null)
readonly api_error?: string
/**
 * What the model gave for --json-schema; absent when it gave nothing.
 */
readonly structured_output?: {
readonly [k: string]: unknown
}
readonly deferred_tool_use?: DeferredToolUse
/**
 * The slash command that was all of the turn.
 */
readonly local_command?: string
readonly ttft_ms?: number
readonly ttft_stream_ms?: number
readonly time_to_request_ms?: number
/**
 * Whether the process ends with exit code 1 when this is its last result.
 */
readonly is_error: boolean
/**
 * Responses of the model and results of tools.
 */
readonly num_turns: number
readonly stop_reason: (string | null)
readonly duration_ms: number
readonly duration_api_ms: number
/**
 * An estimate, for the process so far; since some version between 2.1.232 and 2.1.332 with what earlier processes spent on a session that is resumed or forked.
 */
readonly total_cost_usd: number
readonly usage: ResultUsage
/**
 * By model, sub-agents included; cumulative as the cost is.
 */
readonly modelUsage: {
readonly [k: string]: ModelUsage
}
/**
 * By model, since the last result of this process.
 */
readonly model_usage_since_last_result?: {
readonly [k: string]: ModelUsage
}
readonly permission_denials: readonly PermissionDenial[]
/**
 * Such as `completed`, `max_turns`, `budget_exhausted`, `api_error`, `aborted_streaming` and `aborted_tools`.
 */
readonly terminal_reason?: string
readonly origin?: MessageOrigin
/**
 * User messages that wait for their turn.
 */
readonly queued_turn_count?: number
/**
 * Counts the results of a process from 0.
 */
readonly result_index?: number
readonly fast_mode_state?: string
readonly fast_mode_disabled_reason?: string
readonly safety_stops?: number
readonly subagent_stats?: {

}
/**
 * The `uuid` of the user message that this answers, where the client gave one.
 */
readonly user_message_uuid?: string
/**
 * All user messages that this turn has taken in so far.
 */
readonly user_message_uuids?: readonly string[]
/**
 * Of this message.
 */
readonly uuid: string
readonly session_id: string
}
/**
 * A tool call that is left to the client.
 */
export interface DeferredToolUse {
readonly id: string
readonly name: string
readonly input: {
readonly [k: string]: unknown
}
}
/**
 * Tokens of the turn's main conversation: without sub-agents, and zero where the turn was stopped.
 */
export interface ResultUsage {
readonly input_tokens: number
readonly output_tokens: number
readonly cache_creation_input_tokens: number
readonly cache_read_input_tokens: number
readonly server_tool_use?: {
readonly web_search_requests: number
readonly web_fetch_requests?: number
}
readonly service_tier?: (string | null)
readonly cache_creation?: ({

} | null)
}
/**
 * What was used of one model.
 */
export interface ModelUsage {
readonly inputTokens: number
readonly outputTokens: number
readonly cacheReadInputTokens: number
readonly cacheCreationInputTokens: number
readonly webSearchRequests: number
readonly costUSD: number
readonly contextWindow: number
readonly maxOutputTokens?: number
/**
 * Of the output tokens.
 */
readonly thinkingTokens?: number
readonly canonicalModel?: string
readonly provider?: string
readonly costBasis?: string
}
/**
 * A tool call that was refused.
 */
export interface PermissionDenial {
readonly tool_name: string
readonly tool_use_id: string
readonly tool_input: {
readonly [k: string]: unknown
}
}
/**
 * What made a turn when the user did not.
 */
export interface MessageOrigin {
/**
 * Such as `task-notification`: a task in the background ended.
 */
readonly kind: string
}
/**
 * The end of a turn that did not come to its end.
 */
export interface ResultError {
readonly type: "result"
readonly subtype: ("error_during_execution" | "error_max_turns" | "error_max_budget_usd" | "error_max_structured_output_retries")
readonly errors: readonly string[]
/**
 * Why Claude Code did not start a session.
 */
readonly startup_failure_reason?: string
/**
 * Whether the process ends with exit code 1 when this is its last result.
 */
readonly is_error: boolean
/**
 * Responses of the model and results of tools.
 */
readonly num_turns: number
readonly stop_reason: (string | null)
readonly duration_ms: number
readonly duration_api_ms: number
/**
 * An estimate, for the process so far; since some version between 2.1.232 and 2.1.332 with what earlier processes spent on a session that is resumed or forked.
 */
readonly total_cost_usd: number
readonly usage: ResultUsage
/**
 * By model, sub-agents included; cumulative as the cost is.
 */
readonly modelUsage: {
readonly [k: string]: ModelUsage
}
/**
 * By model, since the last result of this process.
 */
readonly model_usage_since_last_result?: {
readonly [k: string]: ModelUsage
}
readonly permission_denials: readonly PermissionDenial[]
/**
 * Such as `completed`, `max_turns`, `budget_exhausted`, `api_error`, `aborted_streaming` and `aborted_tools`.
 */
readonly terminal_reason?: string
readonly origin?: MessageOrigin
/**
 * User messages that wait for their turn.
 */
readonly queued_turn_count?: number
/**
 * Counts the results of a process from 0.
 */
readonly result_index?: number
readonly fast_mode_state?: string
readonly fast_mode_disabled_reason?: string
readonly safety_stops?: number
readonly subagent_stats?: {

}
/**
 * The `uuid` of the user message that this answers, where the client gave one.
 */
readonly user_message_uuid?: string
/**
 * All user messages that this turn has taken in so far.
 */
readonly user_message_uuids?: readonly string[]
/**
 * Of this message.
 */
readonly uuid: string
readonly session_id: string
}
/**
 * A part of a response as it arrives, with --include-partial-messages. The whole block is printed as a message of its own before its `content_block_stop`.
 */
export interface StreamEventMessage {
readonly type: "stream_event"
/**
 * An event of the Messages API; `ApiStreamEvent` has those that are known.
 */
readonly event: {

}
/**
 * The call of the Agent tool whose sub-agent this belongs to; null in the main conversation.
 */
readonly parent_tool_use_id: (string | null)
/**
 * Of this message.
 */
readonly uuid: string
readonly session_id: string
/**
 * Until the first token; with the first event of a response.
 */
readonly ttft_ms?: number
readonly api_message_id?: string
/**
 * The `uuid` of the user message that this answers, where the client gave one.
 */
readonly user_message_uuid?: string
/**
 * All user messages that this turn has taken in so far.
 */
readonly user_message_uuids?: readonly string[]
}
/**
 * A tool is still running.
 */
export interface ToolProgressMessage {
readonly type: "tool_progress"
readonly tool_use_id: string
readonly tool_name: string
/**
 * The call of the Agent tool whose sub-agent this belongs to; null in the main conversation.
 */
readonly parent_tool_use_id: (string | null)
readonly elapsed_time_seconds: number
readonly task_id?: string
readonly heartbeat?: boolean
readonly subagent_type?: string
readonly subagent_retry?: {

}
/**
 * Of this message.
 */
readonly uuid: string
readonly session_id: string
}
/**
 * What several tool calls did.
 */
export interface ToolUseSummaryMessage {
readonly type: "tool_use_summary"
readonly summary: string
readonly preceding_tool_use_ids: readonly string[]
/**
 * Of this message.
 */
readonly uuid: string
readonly session_id: string
}
/**
 * How a login goes, with --enable-auth-status.
 */
export interface AuthStatusMessage {
readonly type: "auth_status"
readonly isAuthenticating: boolean
readonly output: readonly string[]
readonly error?: string
/**
 * Of this message.
 */
readonly uuid: string
readonly session_id: string
}
/**
 * The limits of a claude.ai subscription changed.
 */
export interface RateLimitMessage {
readonly type: "rate_limit_event"
readonly rate_limit_info: RateLimitInfo
/**
 * Of this message.
 */
readonly uuid: string
readonly session_id: string
}
/**
 * Limits of a claude.ai subscription.
 */
export interface RateLimitInfo {
/**
 * `allowed`, `allowed_warning` or `rejected`.
 */
readonly status: string
/**
 * Seconds of the epoch.
 */
readonly resetsAt?: number
readonly rateLimitType?: string
readonly utilization?: number
readonly overageStatus?: string
readonly overageResetsAt?: number
readonly overageDisabledReason?: string
readonly isUsingOverage?: boolean
readonly surpassedThreshold?: number
}
/**
 * What the user might say next, with --prompt-suggestions.
 */
export interface PromptSuggestionMessage {
readonly type: "prompt_suggestion"
readonly suggestion: string
/**
 * Of this message.
 */
readonly uuid: string
readonly session_id: string
}
/**
 * The conversation begins anew, as after `/clear`: the messages behind it have another session id.
 */
export interface ConversationResetMessage {
readonly type: "conversation_reset"
readonly new_conversation_id: string
readonly trigger?: string
readonly user_message_uuid?: string
readonly timestamp?: string
/**
 * Of this message.
 */
readonly uuid: string
readonly session_id: string
}
/**
 * What becomes of a user message that has a `uuid`.
 */
export interface CommandLifecycleMessage {
readonly type: "command_lifecycle"
readonly command_uuid: string
/**
 * Seen: `queued`, `started` and `completed`.
 */
readonly state: string
/**
 * Of this message.
 */
readonly uuid: string
readonly session_id: string
}
/**
 * The goal of `/goal`; null when there is none any more.
 */
export interface ActiveGoalMessage {
readonly type: "active_goal"
readonly value: ({
readonly condition: string
readonly iterations: number
readonly last_reason?: string
} | null)
/**
 * Of this message.
 */
readonly uuid: string
readonly session_id: string
}
/**
 * Lines of the session's file, with --session-mirror.
 */
export interface TranscriptMirrorMessage {
readonly type: "transcript_mirror"
readonly filePath: string
readonly entries: {

}[]
}
/**
 * A sign of life.
 */
export interface KeepAliveMessage {
readonly type: "keep_alive"
}
/**
 * Claude Code asks its client, which has to answer.
 */
export interface ControlRequestMessage {
readonly type: "control_request"
readonly request_id: string
/**
 * `ClientRequest` of client-request.schema.json has those that are known.
 */
readonly request: {
readonly subtype: string
}
}
/**
 * The answer to a control request of the client.
 */
export interface ControlResponseMessage {
readonly type: "control_response"
readonly response: ControlResponse
}
/**
 * What was asked for.
 */
export interface ControlSuccess {
readonly subtype: "success"
readonly request_id: string
/**
 * Absent where there is nothing to say; its shape is that of the request.
 */
readonly response?: {
readonly [k: string]: unknown
}
/**
 * Questions of Claude Code that are still open.
 */
readonly pending_permission_requests?: {

}[]
}
/**
 * Why it is not done.
 */
export interface ControlFailure {
readonly subtype: "error"
readonly request_id: string
readonly error: string
/**
 * Such as `unsupported_request`; absent in 2.1.232.
 */
readonly error_code?: string
}
/**
 * Claude Code does not need the answer to its request any more.
 */
export interface ControlCancelMessage {
readonly type: "control_cancel_request"
readonly request_id: string
}
/**
 * Text.
 */
export interface TextBlock {
readonly type: "text"
readonly text: string
readonly citations?: unknown
}
/**
 * What the model thought, as far as it is shown.
 */
export interface ThinkingBlock {
readonly type: "thinking"
readonly thinking: string
readonly signature?: string
}
/**
 * What the model thought, encrypted.
 */
export interface RedactedThinkingBlock {
readonly type: "redacted_thinking"
readonly data: string
}
/**
 * A call of a tool.
 */
export interface ToolUseBlock {
readonly type: "tool_use"
readonly id: string
/**
 * `mcp__<server>__<tool>` for a tool of an MCP server.
 */
readonly name: string
readonly input: {
readonly [k: string]: unknown
}
}
/**
 * A call of a tool that the API runs itself.
 */
export interface ServerToolUseBlock {
readonly type: "server_tool_use"
readonly id: string
readonly name: string
readonly input: {
readonly [k: string]: unknown
}
}
/**
 * What a web search of the API found, or its error.
 */
export interface WebSearchToolResultBlock {
readonly type: "web_search_tool_result"
readonly tool_use_id: string
readonly content: unknown
}
/**
 * What a tool answered.
 */
export interface ToolResultBlock {
readonly type: "tool_result"
readonly tool_use_id: string
/**
 * Text, or blocks such as text and images.
 */
readonly content?: (string | {

}[])
/**
 * False when absent.
 */
readonly is_error?: boolean
}
/**
 * An image.
 */
export interface ImageBlock {
readonly type: "image"
readonly source: BlockSource
}
/**
 * Where an image or a document is.
 */
export interface BlockSource {
/**
 * `base64`, `url`, `text` or `file`.
 */
readonly type: string
readonly media_type?: string
readonly data?: string
readonly url?: string
readonly file_id?: string
}
/**
 * A document.
 */
export interface DocumentBlock {
readonly type: "document"
readonly source: BlockSource
readonly title?: (string | null)
}
/**
 * A response begins.
 */
export interface MessageStartEvent {
readonly type: "message_start"
readonly message: ApiMessage
}
/**
 * A block begins, still empty.
 */
export interface ContentBlockStartEvent {
readonly type: "content_block_start"
readonly index: number
readonly content_block: {

}
}
/**
 * More of a block.
 */
export interface ContentBlockDeltaEvent {
readonly type: "content_block_delta"
readonly index: number
readonly delta: BlockDelta
}
/**
 * More text.
 */
export interface TextDelta {
readonly type: "text_delta"
readonly text: string
}
/**
 * More thinking.
 */
export interface ThinkingDelta {
readonly type: "thinking_delta"
readonly thinking: string
}
/**
 * The signature of a thinking block.
 */
export interface SignatureDelta {
readonly type: "signature_delta"
readonly signature: string
}
/**
 * More of the JSON text of a tool's input.
 */
export interface InputJsonDelta {
readonly type: "input_json_delta"
readonly partial_json: string
}
/**
 * A citation of the text.
 */
export interface CitationsDelta {
readonly type: "citations_delta"
readonly citation: {
readonly [k: string]: unknown
}
}
/**
 * A block is whole.
 */
export interface ContentBlockStopEvent {
readonly type: "content_block_stop"
readonly index: number
}
/**
 * Why the response ended, and what it used.
 */
export interface MessageDeltaEvent {
readonly type: "message_delta"
readonly delta: {
readonly stop_reason: (string | null)
readonly stop_sequence?: (string | null)
}
readonly usage?: {

}
}
/**
 * A response ended.
 */
export interface MessageStopEvent {
readonly type: "message_stop"
}
/**
 * The API is there.
 */
export interface PingEvent {
readonly type: "ping"
}
