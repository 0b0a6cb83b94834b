import { type CallOptions, type Invocation, slow } from "@lockstep/wrapper";
import type { CommonOptions } from "../argv/common-options.ts";
import {
  type MarketplaceAddRequest,
  type MarketplaceRequest,
  type MarketplaceUpgradeRequest,
  pluginAddArgv,
  pluginListArgv,
  type PluginListRequest,
  pluginMarketplaceAddArgv,
  pluginMarketplaceListArgv,
  pluginMarketplaceRemoveArgv,
  pluginMarketplaceUpgradeArgv,
  pluginRemoveArgv,
  type PluginRequest,
} from "../argv/plugin.ts";
import { askDocument } from "../codex-tools.ts";
import type {
  AddedMarketplace,
  AddedPlugin,
  MarketplaceList,
  MarketplaceUpgrade,
  PluginList,
  RemovedMarketplace,
  RemovedPlugin,
} from "../generated/plugin.ts";
import * as guards from "../generated/plugin.validators.js";

/** Plugins of the user. Codex 0.125 has none of these calls. */
export interface PluginCalls {
  /** Installs a plugin, or installs it anew. */
  add(request: PluginRequest, options?: CallOptions): Promise<AddedPlugin>;
  /** A plugin that is not installed is no error, and codex does not tell. */
  remove(request: PluginRequest, options?: CallOptions): Promise<RemovedPlugin>;
  list(request?: PluginListRequest, options?: CallOptions): Promise<PluginList>;
  readonly marketplace: MarketplaceCalls;
}

/** Where plugins come from. */
export interface MarketplaceCalls {
  /** A marketplace that is there already is no error. */
  add(request: MarketplaceAddRequest, options?: CallOptions): Promise<AddedMarketplace>;
  /** Also those that codex finds by itself, in the user's home. */
  list(request?: CommonOptions, options?: CallOptions): Promise<MarketplaceList>;
  /** A marketplace that does not exist is an error. */
  remove(request: MarketplaceRequest, options?: CallOptions): Promise<RemovedMarketplace>;
  /** Fetches marketplaces from Git again. A local one by its name is an error, and so is one that cannot be fetched. */
  upgrade(request?: MarketplaceUpgradeRequest, options?: CallOptions): Promise<MarketplaceUpgrade>;
}

export function pluginCalls(invocation: Invocation): PluginCalls {
  return {
    add: async (request, options) => askDocument(invocation, pluginAddArgv({ ...request, json: true }), guards.AddedPlugin, slow(options)),
    remove: async (request, options) =>
      askDocument(invocation, pluginRemoveArgv({ ...request, json: true }), guards.RemovedPlugin, options),
    list: async (request, options) => askDocument(invocation, pluginListArgv({ ...request, json: true }), guards.PluginList, slow(options)),
    marketplace: {
      add: async (request, options) =>
        askDocument(invocation, pluginMarketplaceAddArgv({ ...request, json: true }), guards.AddedMarketplace, slow(options)),
      list: async (request, options) =>
        askDocument(invocation, pluginMarketplaceListArgv({ ...request, json: true }), guards.MarketplaceList, options),
      remove: async (request, options) =>
        askDocument(invocation, pluginMarketplaceRemoveArgv({ ...request, json: true }), guards.RemovedMarketplace, options),
      upgrade: async (request, options) =>
        askDocument(invocation, pluginMarketplaceUpgradeArgv({ ...request, json: true }), guards.MarketplaceUpgrade, slow(options)),
    },
  };
}
