// Generated from schemas/ by `xtask codegen`. Do not edit.
import type * as types from "./plugin.ts";

/** One broken rule: where in the value, which keyword of the schema, and what that keyword wanted. */
export interface SchemaError {
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly message?: string;
}
/** `errors` tells the first mistake of the last call, of alternatives one for each; `null` when there was none. */
export type Guard<T> = ((value: unknown) => value is T) & { readonly errors?: readonly SchemaError[] | null };

export declare const PluginAnswer: Guard<types.PluginAnswer>;
export declare const PluginList: Guard<types.PluginList>;
export declare const ListedPlugin: Guard<types.ListedPlugin>;
export declare const PluginCatalogue: Guard<types.PluginCatalogue>;
export declare const AvailablePlugin: Guard<types.AvailablePlugin>;
export declare const MarketplaceList: Guard<types.MarketplaceList>;
export declare const Marketplace: Guard<types.Marketplace>;
export declare const PluginChange: Guard<types.PluginChange>;
export declare const PluginOptions: Guard<types.PluginOptions>;
export declare const PluginValidation: Guard<types.PluginValidation>;
export declare const ValidationRemark: Guard<types.ValidationRemark>;
