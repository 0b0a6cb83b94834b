// Generated from schemas/ by `xtask codegen`. Do not edit.
import type * as types from "./mcp.ts";

/** One broken rule: where in the value, which keyword of the schema, and what that keyword wanted. */
export interface SchemaError {
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly message?: string;
}
/** `errors` tells the first mistake of the last call, of alternatives one for each; `null` when there was none. */
export type Guard<T> = ((value: unknown) => value is T) & { readonly errors?: readonly SchemaError[] | null };

export declare const McpAnswer: Guard<types.McpAnswer>;
export declare const McpServerList: Guard<types.McpServerList>;
export declare const ListedMcpServer: Guard<types.ListedMcpServer>;
export declare const McpServerDetails: Guard<types.McpServerDetails>;
export declare const McpTransport: Guard<types.McpTransport>;
export declare const StdioMcpTransport: Guard<types.StdioMcpTransport>;
export declare const McpVariable: Guard<types.McpVariable>;
export declare const HttpMcpTransport: Guard<types.HttpMcpTransport>;
