// Generated from schemas/ by `xtask codegen`. Do not edit.
import type * as types from "./control-answer.ts";

/** One broken rule: where in the value, which keyword of the schema, and what that keyword wanted. */
export interface SchemaError {
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly message?: string;
}
/** `errors` tells the first mistake of the last call, of alternatives one for each; `null` when there was none. */
export type Guard<T> = ((value: unknown) => value is T) & { readonly errors?: readonly SchemaError[] | null };

export declare const ControlAnswer: Guard<types.ControlAnswer>;
export declare const InitializeAnswer: Guard<types.InitializeAnswer>;
export declare const CommandInfo: Guard<types.CommandInfo>;
export declare const AgentInfo: Guard<types.AgentInfo>;
export declare const ModelInfo: Guard<types.ModelInfo>;
export declare const AccountInfo: Guard<types.AccountInfo>;
export declare const InterruptAnswer: Guard<types.InterruptAnswer>;
export declare const SetPermissionModeAnswer: Guard<types.SetPermissionModeAnswer>;
export declare const SetModelAnswer: Guard<types.SetModelAnswer>;
export declare const McpStatusAnswer: Guard<types.McpStatusAnswer>;
export declare const McpServerStatus: Guard<types.McpServerStatus>;
export declare const McpSetServersAnswer: Guard<types.McpSetServersAnswer>;
export declare const ContextUsageAnswer: Guard<types.ContextUsageAnswer>;
export declare const SessionCostAnswer: Guard<types.SessionCostAnswer>;
export declare const UsageAnswer: Guard<types.UsageAnswer>;
export declare const SettingsAnswer: Guard<types.SettingsAnswer>;
export declare const ModelsAnswer: Guard<types.ModelsAnswer>;
export declare const BinaryVersionAnswer: Guard<types.BinaryVersionAnswer>;
export declare const FileSuggestionsAnswer: Guard<types.FileSuggestionsAnswer>;
export declare const ReadFileAnswer: Guard<types.ReadFileAnswer>;
export declare const RewindFilesAnswer: Guard<types.RewindFilesAnswer>;
export declare const CancelMessageAnswer: Guard<types.CancelMessageAnswer>;
export declare const ReloadPluginsAnswer: Guard<types.ReloadPluginsAnswer>;
export declare const ReloadSkillsAnswer: Guard<types.ReloadSkillsAnswer>;
export declare const PermissionRulesAnswer: Guard<types.PermissionRulesAnswer>;
export declare const McpCallAnswer: Guard<types.McpCallAnswer>;
export declare const SideQuestionAnswer: Guard<types.SideQuestionAnswer>;
export declare const TaskOutputAnswer: Guard<types.TaskOutputAnswer>;
export declare const EmptyAnswer: Guard<types.EmptyAnswer>;
