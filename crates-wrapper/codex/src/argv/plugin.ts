import { argvBuilder } from "./argv-builder.ts";
import type { CommonOptions } from "./common-options.ts";
import { assertPositional } from "./flag-table.ts";

/** A plugin by `name@marketplace`, or by its name and `marketplace`. */
export interface PluginRequest extends CommonOptions {
  readonly plugin: string;
  readonly marketplace?: string;
}

interface Json {
  /** Codex prints JSON; the client sets it. */
  readonly json?: boolean;
}

export const pluginAddArgv = argvBuilder<PluginRequest & Json, "plugin">({
  path: ["plugin", "add"],
  flags: {
    marketplace: "--marketplace",
    json: "--json",
  },
  args: ({ plugin }) => [assertPositional(plugin, "plugin", "a plugin such as name@marketplace")],
});

export const pluginRemoveArgv = argvBuilder<PluginRequest & Json, "plugin">({
  path: ["plugin", "remove"],
  flags: {
    marketplace: "--marketplace",
    json: "--json",
  },
  args: ({ plugin }) => [assertPositional(plugin, "plugin", "a plugin such as name@marketplace")],
});

/** The installed plugins, of one marketplace or of all. */
export interface PluginListRequest extends CommonOptions {
  readonly marketplace?: string;
  /** Also the plugins that are not installed. */
  readonly available?: boolean;
}

export const pluginListArgv = argvBuilder<PluginListRequest & Json>({
  path: ["plugin", "list"],
  flags: {
    marketplace: "--marketplace",
    available: "--available",
    json: "--json",
  },
});

/** A marketplace: a local path, `owner/repo[@ref]`, or a Git URL. */
export interface MarketplaceAddRequest extends CommonOptions {
  readonly source: string;
  /** Git reference to fetch. */
  readonly ref?: string;
  /** Paths of a sparse checkout. */
  readonly sparse?: readonly string[];
}

export const pluginMarketplaceAddArgv = argvBuilder<MarketplaceAddRequest & Json, "source">({
  path: ["plugin", "marketplace", "add"],
  flags: {
    ref: "--ref",
    sparse: "--sparse",
    json: "--json",
  },
  args: ({ source }) => [assertPositional(source, "source", "a path, owner/repo or a Git URL")],
});

export const pluginMarketplaceListArgv = argvBuilder<CommonOptions & Json>({
  path: ["plugin", "marketplace", "list"],
  flags: { json: "--json" },
});

/** A configured marketplace by its name. */
export interface MarketplaceRequest extends CommonOptions {
  readonly name: string;
}

export const pluginMarketplaceRemoveArgv = argvBuilder<MarketplaceRequest & Json, "name">({
  path: ["plugin", "marketplace", "remove"],
  flags: { json: "--json" },
  args: ({ name }) => [assertPositional(name, "name", "the name of a marketplace")],
});

/** Without a name, every Git marketplace. */
export interface MarketplaceUpgradeRequest extends CommonOptions {
  readonly name?: string;
}

export const pluginMarketplaceUpgradeArgv = argvBuilder<MarketplaceUpgradeRequest & Json, "name">({
  path: ["plugin", "marketplace", "upgrade"],
  flags: { json: "--json" },
  args: ({ name }) => (name === undefined ? [] : [assertPositional(name, "name", "the name of a marketplace")]),
});
