import type { ApiStreamEvent, ContentBlock, ResultError, ResultSuccess, SystemMessage } from "../generated/stream-message.ts";
import * as guards from "../generated/stream-message.validators.js";
import type { PlainEvent } from "./event.ts";

/** A guard for each `subtype` of a system message; one that the schema gains does not compile before it stands here. */
export const systemEvents: { readonly [Subtype in SystemMessage["subtype"]]: guards.Guard<SystemMessage> } = {
  api_retry: guards.ApiRetryMessage,
  background_tasks_changed: guards.BackgroundTasksChangedMessage,
  commands_changed: guards.CommandsChangedMessage,
  compact_boundary: guards.CompactBoundaryMessage,
  control_request_progress: guards.ControlRequestProgressMessage,
  elicitation_complete: guards.ElicitationCompleteMessage,
  files_persisted: guards.FilesPersistedMessage,
  hook_progress: guards.HookProgressMessage,
  hook_response: guards.HookResponseMessage,
  hook_started: guards.HookStartedMessage,
  informational: guards.InformationalMessage,
  init: guards.InitMessage,
  local_command_output: guards.LocalCommandOutputMessage,
  memory_recall: guards.MemoryRecallMessage,
  mirror_error: guards.MirrorErrorMessage,
  model_fallback: guards.ModelFallbackMessage,
  model_refusal_fallback: guards.ModelRefusalFallbackMessage,
  model_refusal_no_fallback: guards.ModelRefusalNoFallbackMessage,
  notification: guards.NotificationMessage,
  permission_denied: guards.PermissionDeniedMessage,
  plugin_install: guards.PluginInstallMessage,
  session_state_changed: guards.SessionStateChangedMessage,
  session_title_changed: guards.SessionTitleChangedMessage,
  session_writes_lost: guards.SessionWritesLostMessage,
  status: guards.StatusMessage,
  task_notification: guards.TaskNotificationMessage,
  task_progress: guards.TaskProgressMessage,
  task_started: guards.TaskStartedMessage,
  task_updated: guards.TaskUpdatedMessage,
  thinking_tokens: guards.ThinkingTokensMessage,
  ui_invalidate: guards.UiInvalidateMessage,
  worker_shutting_down: guards.WorkerShuttingDownMessage,
};

/** A guard for each `subtype` of a result. */
export const results: { readonly [Subtype in (ResultSuccess | ResultError)["subtype"]]: guards.Guard<ResultSuccess | ResultError> } = {
  success: guards.ResultSuccess,
  error_during_execution: guards.ResultError,
  error_max_budget_usd: guards.ResultError,
  error_max_structured_output_retries: guards.ResultError,
  error_max_turns: guards.ResultError,
};

/** A guard for each `type` of an event without parts of its own. */
export const plainEvents: { readonly [Type in PlainEvent["type"]]: guards.Guard<PlainEvent> } = {
  active_goal: guards.ActiveGoalMessage,
  auth_status: guards.AuthStatusMessage,
  command_lifecycle: guards.CommandLifecycleMessage,
  control_cancel_request: guards.ControlCancelMessage,
  control_response: guards.ControlResponseMessage,
  conversation_reset: guards.ConversationResetMessage,
  keep_alive: guards.KeepAliveMessage,
  prompt_suggestion: guards.PromptSuggestionMessage,
  rate_limit_event: guards.RateLimitMessage,
  tool_progress: guards.ToolProgressMessage,
  tool_use_summary: guards.ToolUseSummaryMessage,
  transcript_mirror: guards.TranscriptMirrorMessage,
};

/** A guard for each `type` of a part of a message. */
export const contentBlocks: { readonly [Type in ContentBlock["type"]]: guards.Guard<ContentBlock> } = {
  document: guards.DocumentBlock,
  image: guards.ImageBlock,
  redacted_thinking: guards.RedactedThinkingBlock,
  server_tool_use: guards.ServerToolUseBlock,
  text: guards.TextBlock,
  thinking: guards.ThinkingBlock,
  tool_result: guards.ToolResultBlock,
  tool_use: guards.ToolUseBlock,
  web_search_tool_result: guards.WebSearchToolResultBlock,
};

/** A guard for each `type` of an event of a streamed response. */
export const streamEvents: { readonly [Type in ApiStreamEvent["type"]]: guards.Guard<ApiStreamEvent> } = {
  content_block_delta: guards.ContentBlockDeltaEvent,
  content_block_start: guards.ContentBlockStartEvent,
  content_block_stop: guards.ContentBlockStopEvent,
  message_delta: guards.MessageDeltaEvent,
  message_start: guards.MessageStartEvent,
  message_stop: guards.MessageStopEvent,
  ping: guards.PingEvent,
};
