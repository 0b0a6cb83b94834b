// Generated from schemas/ by `xtask codegen`. Do not edit.

/**
 * One line of `codex exec --json`, as real runs of 0.125.0, 0.146.0 and 0.169.0 print it. Further fields are allowed everywhere.
 */
export type ExecEvent = (ThreadStartedEvent | TurnStartedEvent | TurnCompletedEvent | TurnFailedEvent | ItemStartedEvent | ItemUpdatedEvent | ItemCompletedEvent | ErrorEvent)
/**
 * What happens in a turn; `type` says which.
 */
export type ThreadItem = (AgentMessageItem | ReasoningItem | CommandExecutionItem | FileChangeItem | McpToolCallItem | CollabToolCallItem | WebSearchItem | TodoListItem | ErrorItem)
/**
 * The same from `item.started` to `item.completed`, and used again by the next run. A web search prints two ids in one object, of which JSON readers keep the second, the server's: it may be empty and change.
 */
export type ItemId = string
/**
 * `failed` is every exit code but 0.
 */
export type CommandExecutionStatus = ("in_progress" | "completed" | "failed" | "declined")
/**
 * A move is an `update` that names the old path alone.
 */
export type PatchChangeKind = ("add" | "delete" | "update")
/**
 * A declined patch is `failed`.
 */
export type PatchApplyStatus = ("in_progress" | "completed" | "failed")
/**
 * How a call of an MCP tool goes.
 */
export type McpToolCallStatus = ("in_progress" | "completed" | "failed")
/**
 * What is done with a sub-agent.
 */
export type CollabTool = ("spawn_agent" | "send_input" | "wait" | "close_agent")
/**
 * What a sub-agent does, or how it ended.
 */
export type CollabAgentStatus = ("pending_init" | "running" | "interrupted" | "completed" | "errored" | "shutdown" | "not_found")
/**
 * How a call that concerns a sub-agent goes.
 */
export type CollabToolCallStatus = ("in_progress" | "completed" | "failed")
/**
 * What was asked of the web.
 */
export type WebSearchAction = (WebSearchActionSearch | WebSearchActionOpenPage | WebSearchActionFindInPage | WebSearchActionOther)

/**
 * The first event of a run.
 */
export interface ThreadStartedEvent {
readonly type: "thread.started"
/**
 * What `exec resume` takes; the same as before when a thread is resumed.
 */
readonly thread_id: string
}
/**
 * The prompt went to the model.
 */
export interface TurnStartedEvent {
readonly type: "turn.started"
}
/**
 * The last event of a run that succeeds.
 */
export interface TurnCompletedEvent {
readonly type: "turn.completed"
readonly usage: Usage
}
/**
 * Tokens of the whole thread so far, not of the turn: a resumed thread goes on counting, failed turns and compactions included. What sub-agents, `exec review` and automatic approval reviews used is not in it.
 */
export interface Usage {
/**
 * Cached ones included.
 */
readonly input_tokens: number
/**
 * Read from the prompt cache.
 */
readonly cached_input_tokens: number
/**
 * Written to the prompt cache; absent in 0.125.
 */
readonly cache_write_input_tokens?: number
/**
 * Reasoning included.
 */
readonly output_tokens: number
/**
 * The part of the output that is reasoning.
 */
readonly reasoning_output_tokens: number
}
/**
 * The last event of a run that fails; it tells no usage.
 */
export interface TurnFailedEvent {
readonly type: "turn.failed"
readonly error: ThreadError
}
/**
 * Why a turn failed.
 */
export interface ThreadError {
/**
 * A sentence, or the body of the server's answer.
 */
readonly message: string
}
/**
 * Something that takes time began.
 */
export interface ItemStartedEvent {
readonly type: "item.started"
readonly item: ThreadItem
}
/**
 * What the model says, comments on the way included.
 */
export interface AgentMessageItem {
readonly id: ItemId
readonly type: "agent_message"
/**
 * JSON when the run has an output schema.
 */
readonly text: string
}
/**
 * A summary of what the model thinks; one without text is not printed.
 */
export interface ReasoningItem {
readonly id: ItemId
readonly type: "reasoning"
readonly text: string
}
/**
 * A command of the model. One that still runs at the end of the turn is never completed.
 */
export interface CommandExecutionItem {
readonly id: ItemId
readonly type: "command_execution"
/**
 * With the shell that runs it.
 */
readonly command: string
/**
 * stdout and stderr; empty until it ends.
 */
readonly aggregated_output: string
/**
 * null while it runs and when it was declined.
 */
readonly exit_code: (number | null)
readonly status: CommandExecutionStatus
}
/**
 * A patch.
 */
export interface FileChangeItem {
readonly id: ItemId
readonly type: "file_change"
readonly changes: readonly FileUpdateChange[]
readonly status: PatchApplyStatus
}
/**
 * One file of a patch.
 */
export interface FileUpdateChange {
/**
 * Absolute.
 */
readonly path: string
readonly kind: PatchChangeKind
}
/**
 * A call of an MCP tool.
 */
export interface McpToolCallItem {
readonly id: ItemId
readonly type: "mcp_tool_call"
readonly server: string
readonly tool: string
readonly arguments: unknown
/**
 * Also there when the tool itself says that it failed.
 */
readonly result: (McpToolCallItemResult | null)
/**
 * When the server gave no result.
 */
readonly error: (McpToolCallItemError | null)
readonly status: McpToolCallStatus
}
/**
 * What an MCP tool gave, in MCP's own shapes.
 */
export interface McpToolCallItemResult {
readonly content: readonly unknown[]
readonly _meta?: unknown
readonly structured_content: unknown
}
/**
 * Why an MCP tool gave nothing.
 */
export interface McpToolCallItemError {
readonly message: string
}
/**
 * A call that starts, steers or awaits a sub-agent. What the sub-agent itself does is not printed.
 */
export interface CollabToolCallItem {
readonly id: ItemId
readonly type: "collab_tool_call"
readonly tool: CollabTool
readonly sender_thread_id: string
/**
 * Empty for a start that is in progress and for a wait that timed out.
 */
readonly receiver_thread_ids: readonly string[]
readonly prompt: (string | null)
/**
 * By thread id; empty while in progress.
 */
readonly agents_states: {
readonly [k: string]: CollabAgentState
}
readonly status: CollabToolCallStatus
}
/**
 * How a sub-agent is.
 */
export interface CollabAgentState {
readonly status: CollabAgentStatus
/**
 * Its last message, or why it failed.
 */
readonly message: (string | null)
}
/**
 * A search of the model's provider.
 */
export interface WebSearchItem {
readonly id: ItemId
readonly type: "web_search"
/**
 * For people; may be empty.
 */
readonly query: string
readonly action: WebSearchAction
}
/**
 * One query or several.
 */
export interface WebSearchActionSearch {
readonly type: "search"
readonly query?: string
readonly queries?: readonly string[]
}
/**
 * 0.125 and 0.146 print it as `other`.
 */
export interface WebSearchActionOpenPage {
readonly type: "open_page"
readonly url?: string
}
/**
 * 0.125 and 0.146 print it as `other`.
 */
export interface WebSearchActionFindInPage {
readonly type: "find_in_page"
readonly url?: string
readonly pattern?: string
}
/**
 * Anything else, also a search without an action.
 */
export interface WebSearchActionOther {
readonly type: "other"
}
/**
 * The plan. It is updated on the way and completed at the end of the turn, done or not.
 */
export interface TodoListItem {
readonly id: ItemId
readonly type: "todo_list"
readonly items: readonly TodoItem[]
}
/**
 * A step of the plan.
 */
export interface TodoItem {
readonly text: string
readonly completed: boolean
}
/**
 * A warning; the turn goes on.
 */
export interface ErrorItem {
readonly id: ItemId
readonly type: "error"
readonly message: string
}
/**
 * Seen for the to-do list alone.
 */
export interface ItemUpdatedEvent {
readonly type: "item.updated"
readonly item: ThreadItem
}
/**
 * Something ended, or was there at once.
 */
export interface ItemCompletedEvent {
readonly type: "item.completed"
readonly item: ThreadItem
}
/**
 * A notice such as a reconnection, which ends nothing, or the reason of a failure, which `turn.failed` repeats.
 */
export interface ErrorEvent {
readonly type: "error"
readonly message: string
}
