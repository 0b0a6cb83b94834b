// Generated from schemas/ by `xtask codegen`. Do not edit.
import type * as types from "./exec-event.ts";

/** One broken rule: where in the value, which keyword of the schema, and what that keyword wanted. */
export interface SchemaError {
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly message?: string;
}
/** `errors` tells the first mistake of the last call, of alternatives one for each; `null` when there was none. */
export type Guard<T> = ((value: unknown) => value is T) & { readonly errors?: readonly SchemaError[] | null };

export declare const ExecEvent: Guard<types.ExecEvent>;
export declare const ThreadStartedEvent: Guard<types.ThreadStartedEvent>;
export declare const TurnStartedEvent: Guard<types.TurnStartedEvent>;
export declare const TurnCompletedEvent: Guard<types.TurnCompletedEvent>;
export declare const TurnFailedEvent: Guard<types.TurnFailedEvent>;
export declare const ItemStartedEvent: Guard<types.ItemStartedEvent>;
export declare const ItemUpdatedEvent: Guard<types.ItemUpdatedEvent>;
export declare const ItemCompletedEvent: Guard<types.ItemCompletedEvent>;
export declare const ErrorEvent: Guard<types.ErrorEvent>;
export declare const Usage: Guard<types.Usage>;
export declare const ThreadError: Guard<types.ThreadError>;
export declare const ThreadItem: Guard<types.ThreadItem>;
export declare const ItemId: Guard<types.ItemId>;
export declare const AgentMessageItem: Guard<types.AgentMessageItem>;
export declare const ReasoningItem: Guard<types.ReasoningItem>;
export declare const CommandExecutionItem: Guard<types.CommandExecutionItem>;
export declare const CommandExecutionStatus: Guard<types.CommandExecutionStatus>;
export declare const FileChangeItem: Guard<types.FileChangeItem>;
export declare const FileUpdateChange: Guard<types.FileUpdateChange>;
export declare const PatchChangeKind: Guard<types.PatchChangeKind>;
export declare const PatchApplyStatus: Guard<types.PatchApplyStatus>;
export declare const McpToolCallItem: Guard<types.McpToolCallItem>;
export declare const McpToolCallItemResult: Guard<types.McpToolCallItemResult>;
export declare const McpToolCallItemError: Guard<types.McpToolCallItemError>;
export declare const McpToolCallStatus: Guard<types.McpToolCallStatus>;
export declare const CollabToolCallItem: Guard<types.CollabToolCallItem>;
export declare const CollabTool: Guard<types.CollabTool>;
export declare const CollabToolCallStatus: Guard<types.CollabToolCallStatus>;
export declare const CollabAgentState: Guard<types.CollabAgentState>;
export declare const CollabAgentStatus: Guard<types.CollabAgentStatus>;
export declare const WebSearchItem: Guard<types.WebSearchItem>;
export declare const WebSearchAction: Guard<types.WebSearchAction>;
export declare const WebSearchActionSearch: Guard<types.WebSearchActionSearch>;
export declare const WebSearchActionOpenPage: Guard<types.WebSearchActionOpenPage>;
export declare const WebSearchActionFindInPage: Guard<types.WebSearchActionFindInPage>;
export declare const WebSearchActionOther: Guard<types.WebSearchActionOther>;
export declare const TodoListItem: Guard<types.TodoListItem>;
export declare const TodoItem: Guard<types.TodoItem>;
export declare const ErrorItem: Guard<types.ErrorItem>;
