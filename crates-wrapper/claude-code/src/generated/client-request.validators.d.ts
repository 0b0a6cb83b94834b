// Generated from schemas/ by `xtask codegen`. Do not edit.
import type * as types from "./client-request.ts";

/** One broken rule: where in the value, which keyword of the schema, and what that keyword wanted. */
export interface SchemaError {
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly message?: string;
}
/** `errors` tells the first mistake of the last call, of alternatives one for each; `null` when there was none. */
export type Guard<T> = ((value: unknown) => value is T) & { readonly errors?: readonly SchemaError[] | null };

export declare const ClientRequest: Guard<types.ClientRequest>;
export declare const CanUseToolRequest: Guard<types.CanUseToolRequest>;
export declare const HookCallbackRequest: Guard<types.HookCallbackRequest>;
export declare const HookInput: Guard<types.HookInput>;
export declare const McpMessageRequest: Guard<types.McpMessageRequest>;
export declare const ElicitationRequest: Guard<types.ElicitationRequest>;
export declare const UserDialogRequest: Guard<types.UserDialogRequest>;
export declare const PermissionUpdate: Guard<types.PermissionUpdate>;
export declare const AddRules: Guard<types.AddRules>;
export declare const ReplaceRules: Guard<types.ReplaceRules>;
export declare const RemoveRules: Guard<types.RemoveRules>;
export declare const SetMode: Guard<types.SetMode>;
export declare const AddDirectories: Guard<types.AddDirectories>;
export declare const RemoveDirectories: Guard<types.RemoveDirectories>;
export declare const PermissionRule: Guard<types.PermissionRule>;
export declare const PermissionDestination: Guard<types.PermissionDestination>;
