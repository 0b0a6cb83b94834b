// Generated from schemas/ by `xtask codegen`. Do not edit.
import type * as types from "./auth-status.ts";

/** One broken rule: where in the value, which keyword of the schema, and what that keyword wanted. */
export interface SchemaError {
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly message?: string;
}
/** `errors` tells the first mistake of the last call, of alternatives one for each; `null` when there was none. */
export type Guard<T> = ((value: unknown) => value is T) & { readonly errors?: readonly SchemaError[] | null };

export declare const AuthStatus: Guard<types.AuthStatus>;
export declare const LoginStatus: Guard<types.LoginStatus>;
