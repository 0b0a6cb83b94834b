import type { PermissionMode } from "./permission.ts";

/**
 * What the client asks of a running session over stdin, with `--input-format stream-json`, as JSON carries it.
 * Requests that 2.1.232 refuses as unsupported say so; all others were seen to work with 2.1.232 and 2.1.332.
 */
export type ControlRequest =
  | InitializeRequest
  | InterruptRequest
  | SetPermissionModeRequest
  | SetModelRequest
  | SetMaxThinkingTokensRequest
  | ApplyFlagSettingsRequest
  | McpSetServersRequest
  | McpReconnectRequest
  | McpToggleRequest
  | McpCallRequest
  | TaskRequest
  | BackgroundTasksRequest
  | CancelMessageRequest
  | RewindRequest
  | RenameSessionRequest
  | SideQuestionRequest
  | FileSuggestionsRequest
  | ReadFileRequest
  | PlainRequest;

/** Says what a request is. */
export type ControlSubtype = ControlRequest["subtype"];

/** What the session is to have; before its first turn, and answered before it. A session works without it. */
export interface InitializeRequest {
  readonly subtype: "initialize";
  /** Hooks that the client answers itself, by event, such as `PreToolUse`. */
  readonly hooks?: Readonly<Record<string, readonly HookMatcher[]>>;
  /** Names of MCP servers that the client itself is: it gets their messages as `mcp_message`. */
  readonly sdkMcpServers?: readonly string[];
  /** As `--json-schema`. */
  readonly jsonSchema?: object;
  /** In place of Claude Code's own, in parts. */
  readonly systemPrompt?: readonly string[];
  readonly appendSystemPrompt?: string;
  /** Kinds of sub-agents, by name, as `--agents`. */
  readonly agents?: Readonly<Record<string, object>>;
  readonly title?: string;
}

/** Which calls of an event a hook is for. */
export interface HookMatcher {
  /** Such as the name of a tool; all when absent. */
  readonly matcher?: string;
  /** Chosen by the client; a `hook_callback` carries one of them. */
  readonly hookCallbackIds: readonly string[];
  /** Seconds. */
  readonly timeout?: number;
}

/** Ends the running turn with a result `error_during_execution`; the session goes on. */
export interface InterruptRequest {
  readonly subtype: "interrupt";
}

/** From the next tool call on. `bypassPermissions` only in a session that was started with it. */
export interface SetPermissionModeRequest {
  readonly subtype: "set_permission_mode";
  readonly mode: PermissionMode;
}

/** From the next turn on; the default one when absent. */
export interface SetModelRequest {
  readonly subtype: "set_model";
  readonly model?: string;
}

/** From the next turn on; the default when null. */
export interface SetMaxThinkingTokensRequest {
  readonly subtype: "set_max_thinking_tokens";
  readonly max_thinking_tokens: number | null;
}

/** More settings, above those of files, as `--settings`. */
export interface ApplyFlagSettingsRequest {
  readonly subtype: "apply_flag_settings";
  readonly settings: object;
}

/** The MCP servers that are there beside those of files, by name; those that are not named go. */
export interface McpSetServersRequest {
  readonly subtype: "mcp_set_servers";
  readonly servers: Readonly<Record<string, object>>;
}

/** Connects to an MCP server anew. */
export interface McpReconnectRequest {
  readonly subtype: "mcp_reconnect";
  readonly serverName: string;
}

/** Turns an MCP server on or off. */
export interface McpToggleRequest {
  readonly subtype: "mcp_toggle";
  readonly serverName: string;
  readonly enabled: boolean;
}

/** Calls a tool of an MCP server, without the model and without asking for permission. */
export interface McpCallRequest {
  readonly subtype: "mcp_call";
  /** `mcp__<server>__<tool>`. */
  readonly tool: string;
  readonly arguments?: object;
}

/** Ends a task, or asks what one in the background has printed; the latter is not in 2.1.232. */
export interface TaskRequest {
  readonly subtype: "stop_task" | "get_task_output";
  readonly task_id: string;
}

/** Moves what runs in the foreground into the background: all of it, or one tool call. */
export interface BackgroundTasksRequest {
  readonly subtype: "background_tasks";
  readonly tool_use_id?: string;
}

/** Takes back a user message that waits for its turn. */
export interface CancelMessageRequest {
  readonly subtype: "cancel_async_message";
  readonly message_uuid: string;
}

/** Puts files back as they were at a user message; needs CLAUDE_CODE_ENABLE_SDK_FILE_CHECKPOINTING=1 in the environment. */
export interface RewindRequest {
  readonly subtype: "rewind_files";
  readonly user_message_id: string;
  /** Only says whether it could be done. */
  readonly dry_run?: boolean;
}

/** Gives the session a title. */
export interface RenameSessionRequest {
  readonly subtype: "rename_session";
  readonly title: string;
}

/** Asks the model beside the conversation, which does not remember it. */
export interface SideQuestionRequest {
  readonly subtype: "side_question";
  readonly question: string;
}

/** Paths that fit what was typed. */
export interface FileSuggestionsRequest {
  readonly subtype: "file_suggestions";
  readonly query: string;
}

/** A file that the session may read. */
export interface ReadFileRequest {
  readonly subtype: "read_file";
  readonly path: string;
}

/** A question without fields; `list_permission_rules` is not in 2.1.232. `end_session` ends the process with exit code 0. */
export interface PlainRequest {
  readonly subtype:
    | "end_session"
    | "get_binary_version"
    | "get_context_usage"
    | "get_session_cost"
    | "get_settings"
    | "get_usage"
    | "list_models"
    | "list_permission_rules"
    | "mcp_status"
    | "reload_plugins"
    | "reload_skills";
}

/** A line for stdin, with its end. The answer carries the same `requestId`, which is to be unique in the session. */
export function requestLine(requestId: string, request: ControlRequest): string {
  return `${JSON.stringify({ type: "control_request", request_id: requestId, request })}\n`;
}
