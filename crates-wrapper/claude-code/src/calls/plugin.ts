import { messageOf } from "@lockstep/runtime";
import { type CallOptions, type Invocation, slow } from "@lockstep/wrapper";
import type { CommonOptions } from "../argv/common-options.ts";
import {
  pluginConfigureArgv,
  type PluginConfigureRequest,
  pluginDetailsArgv,
  pluginDisableArgv,
  type PluginDisableRequest,
  pluginEnableArgv,
  pluginInstallArgv,
  type PluginInstallRequest,
  pluginListArgv,
  type PluginListRequest,
  pluginPruneArgv,
  type PluginPruneRequest,
  type PluginRequest,
  pluginRestoreSetAsideArgv,
  type PluginRestoreSetAsideRequest,
  pluginUninstallArgv,
  type PluginUninstallRequest,
  pluginUpdateArgv,
  type PluginUpdateRequest,
  type ScopedPluginRequest,
} from "../argv/plugin.ts";
import {
  pluginInitArgv,
  type PluginInitRequest,
  pluginTagArgv,
  type PluginTagRequest,
  pluginTestArgv,
  type PluginTestRequest,
  pluginValidateArgv,
  type PluginValidateRequest,
} from "../argv/plugin-author.ts";
import { pluginEvalArgv, pluginEvalInitArgv, type PluginEvalInitRequest, type PluginEvalRequest } from "../argv/plugin-eval.ts";
import {
  type MarketplaceAddRequest,
  type MarketplaceRemoveRequest,
  type MarketplaceUpdateRequest,
  pluginMarketplaceAddArgv,
  pluginMarketplaceListArgv,
  pluginMarketplaceRemoveArgv,
  pluginMarketplaceUpdateArgv,
} from "../argv/plugin-marketplace.ts";
import { ClaudeCodeError } from "../claude-code-error.ts";
import { askDocument, askText } from "../claude-tools.ts";
import type { ListedPlugin, Marketplace, PluginCatalogue } from "../generated/plugin.ts";
import * as guards from "../generated/plugin.validators.js";

/** Plugins. What changes something answers in text for people. */
export interface PluginCalls {
  /** The installed plugins, and those that are built in. */
  list(request?: Omit<PluginListRequest, "available">, options?: CallOptions): Promise<readonly ListedPlugin[]>;
  /** The same, and what the marketplaces offer. */
  catalogue(request?: Omit<PluginListRequest, "available">, options?: CallOptions): Promise<PluginCatalogue>;
  install(request: PluginInstallRequest, options?: CallOptions): Promise<string>;
  update(request: PluginUpdateRequest, options?: CallOptions): Promise<string>;
  uninstall(request: PluginUninstallRequest, options?: CallOptions): Promise<string>;
  enable(request: ScopedPluginRequest, options?: CallOptions): Promise<string>;
  disable(request: PluginDisableRequest, options?: CallOptions): Promise<string>;
  /** What a plugin is made of. */
  details(request: PluginRequest, options?: CallOptions): Promise<string>;
  /** Sets options of a plugin; the values travel through stdin. */
  configure(
    request: Omit<PluginConfigureRequest, "valuesStdin">,
    values: Readonly<Record<string, string>>,
    options?: CallOptions,
  ): Promise<string>;
  prune(request: PluginPruneRequest, options?: CallOptions): Promise<string>;
  restoreSetAside(request: PluginRestoreSetAsideRequest, options?: CallOptions): Promise<string>;
  readonly marketplace: MarketplaceCalls;
  readonly author: PluginAuthorCalls;
}

/** Where plugins come from. */
export interface MarketplaceCalls {
  list(request?: CommonOptions, options?: CallOptions): Promise<readonly Marketplace[]>;
  add(request: MarketplaceAddRequest, options?: CallOptions): Promise<string>;
  remove(request: MarketplaceRemoveRequest, options?: CallOptions): Promise<string>;
  update(request?: MarketplaceUpdateRequest, options?: CallOptions): Promise<string>;
}

/** For who writes plugins. */
export interface PluginAuthorCalls {
  init(request: PluginInitRequest, options?: CallOptions): Promise<string>;
  /** Mistakes are an error, which carries what was found. */
  validate(request: PluginValidateRequest, options?: CallOptions): Promise<string>;
  tag(request?: PluginTagRequest, options?: CallOptions): Promise<string>;
  test(request?: PluginTestRequest, options?: CallOptions): Promise<string>;
  /** Runs eval cases with the model; it has no limit of time of its own. */
  eval(request?: PluginEvalRequest, options?: CallOptions): Promise<string>;
  evalInit(request: PluginEvalInitRequest, options?: CallOptions): Promise<string>;
}

export function pluginCalls(invocation: Invocation): PluginCalls {
  return {
    list: async (request, options) => askDocument(invocation, pluginListArgv({ ...request, json: true }), guards.PluginList, slow(options)),
    catalogue: async (request, options) =>
      askDocument(invocation, pluginListArgv({ ...request, available: true, json: true }), guards.PluginCatalogue, slow(options)),
    install: async (request, options) => askText(invocation, pluginInstallArgv(request), slow(options)),
    update: async (request, options) => askText(invocation, pluginUpdateArgv(request), slow(options)),
    uninstall: async (request, options) => askText(invocation, pluginUninstallArgv(request), options),
    enable: async (request, options) => askText(invocation, pluginEnableArgv(request), options),
    disable: async (request, options) => askText(invocation, pluginDisableArgv(request), options),
    details: async (request, options) => askText(invocation, pluginDetailsArgv(request), slow(options)),
    configure: async (request, values, options) =>
      askText(invocation, pluginConfigureArgv({ ...request, valuesStdin: true }), {
        ...options,
        stdin: jsonOf(values),
        hidesStdin: true,
      }),
    prune: async (request, options) => askText(invocation, pluginPruneArgv(request), options),
    restoreSetAside: async (request, options) => askText(invocation, pluginRestoreSetAsideArgv(request), options),
    marketplace: {
      list: async (request, options) =>
        askDocument(invocation, pluginMarketplaceListArgv({ ...request, json: true }), guards.MarketplaceList, options),
      add: async (request, options) => askText(invocation, pluginMarketplaceAddArgv(request), slow(options)),
      remove: async (request, options) => askText(invocation, pluginMarketplaceRemoveArgv(request), options),
      update: async (request = {}, options) => askText(invocation, pluginMarketplaceUpdateArgv(request), slow(options)),
    },
    author: {
      init: async (request, options) => askText(invocation, pluginInitArgv(request), options),
      validate: async (request, options) => askText(invocation, pluginValidateArgv(request), options),
      tag: async (request = {}, options) => askText(invocation, pluginTagArgv(request), slow(options)),
      test: async (request = {}, options) => askText(invocation, pluginTestArgv(request), slow(options)),
      eval: async (request = {}, options) => askText(invocation, pluginEvalArgv(request), { ...options, defaultTotalMs: Infinity }),
      evalInit: async (request, options) => askText(invocation, pluginEvalInitArgv(request), options),
    },
  };
}

function jsonOf(values: Readonly<Record<string, string>>): string {
  try {
    return JSON.stringify(values);
  } catch (error) {
    throw ClaudeCodeError.forRequest(`The values cannot be written as JSON: ${messageOf(error)}`, error);
  }
}
