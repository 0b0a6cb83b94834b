import { assertPositional } from "../codex-tools.ts";
import { argvBuilder } from "./argv-builder.ts";
import type { CommonOptions, JsonOption } from "./common-options.ts";

/** A plugin by `name@marketplace`, or by its name and `marketplace`. */
export interface PluginRequest extends CommonOptions {
  readonly plugin: string;
  readonly marketplace?: string;
}

export const pluginAddArgv = argvBuilder<PluginRequest & JsonOption, "plugin">({
  path: ["plugin", "add"],
  other: { plugin: "TEXT!" },
  flags: {
    marketplace: "--marketplace=TEXT",
    json: "--json",
  },
  args: ({ plugin }) => [assertPositional(plugin, "plugin", "a plugin such as name@marketplace")],
});

export const pluginRemoveArgv = argvBuilder<PluginRequest & JsonOption, "plugin">({
  path: ["plugin", "remove"],
  other: { plugin: "TEXT!" },
  flags: {
    marketplace: "--marketplace=TEXT",
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

export const pluginListArgv = argvBuilder<PluginListRequest & JsonOption>({
  path: ["plugin", "list"],
  flags: {
    marketplace: "--marketplace=TEXT",
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

export const pluginMarketplaceAddArgv = argvBuilder<MarketplaceAddRequest & JsonOption, "source">({
  path: ["plugin", "marketplace", "add"],
  other: { source: "TEXT!" },
  flags: {
    ref: "--ref=TEXT",
    sparse: "--sparse=TEXT...",
    json: "--json",
  },
  args: ({ source }) => [assertPositional(source, "source", "a path, owner/repo or a Git URL")],
});

export const pluginMarketplaceListArgv = argvBuilder<CommonOptions & JsonOption>({
  path: ["plugin", "marketplace", "list"],
  flags: { json: "--json" },
});

/** A configured marketplace by its name. */
export interface MarketplaceRequest extends CommonOptions {
  readonly name: string;
}

export const pluginMarketplaceRemoveArgv = argvBuilder<MarketplaceRequest & JsonOption, "name">({
  path: ["plugin", "marketplace", "remove"],
  other: { name: "TEXT!" },
  flags: { json: "--json" },
  args: ({ name }) => [assertPositional(name, "name", "the name of a marketplace")],
});

/** Without a name, every Git marketplace. */
export interface MarketplaceUpgradeRequest extends CommonOptions {
  readonly name?: string;
}

export const pluginMarketplaceUpgradeArgv = argvBuilder<MarketplaceUpgradeRequest & JsonOption, "name">({
  path: ["plugin", "marketplace", "upgrade"],
  other: { name: "TEXT" },
  flags: { json: "--json" },
  args: ({ name }) => (name === undefined ? [] : [assertPositional(name, "name", "the name of a marketplace")]),
});
