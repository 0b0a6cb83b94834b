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
export declare const Plugin: Guard<types.Plugin>;
export declare const PluginSource: Guard<types.PluginSource>;
export declare const AddedPlugin: Guard<types.AddedPlugin>;
export declare const RemovedPlugin: Guard<types.RemovedPlugin>;
export declare const MarketplaceList: Guard<types.MarketplaceList>;
export declare const Marketplace: Guard<types.Marketplace>;
export declare const MarketplaceSource: Guard<types.MarketplaceSource>;
export declare const AddedMarketplace: Guard<types.AddedMarketplace>;
export declare const RemovedMarketplace: Guard<types.RemovedMarketplace>;
export declare const MarketplaceUpgrade: Guard<types.MarketplaceUpgrade>;
