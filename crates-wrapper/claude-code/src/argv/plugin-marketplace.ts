import { assertNeeds, assertNoConflict, assertPositional } from "../claude-tools.ts";
import { argvBuilder } from "./argv-builder.ts";
import type { CommonOptions, JsonOption } from "./common-options.ts";
import type { PluginScope } from "./plugin.ts";

/** Adds a marketplace: `claude plugin marketplace add`. */
export interface MarketplaceAddRequest extends CommonOptions {
  /** A URL, a path or `owner/repo`; with `claudeai` a name. */
  readonly source: string;
  /** Adds the marketplace of this name that claude.ai hosts. */
  readonly claudeai?: boolean;
  /** `user` when absent. */
  readonly scope?: PluginScope;
  /** Paths of a sparse checkout. */
  readonly sparse?: readonly string[];
}

export const pluginMarketplaceAddArgv = argvBuilder<MarketplaceAddRequest & JsonOption, "source">({
  path: ["plugin", "marketplace", "add"],
  other: { source: "TEXT!" },
  flags: {
    claudeai: "--claudeai",
    scope: "--scope=TEXT",
    sparse: "--sparse=TEXT...",
    json: "--json",
  },
  args: ({ source }) => [assertPositional(source, "source", "a URL, a path or owner/repo")],
  check: (request) =>
    assertNoConflict(request, [
      ["claudeai", "sparse"],
      ["claudeai", "scope"],
    ]),
});

export const pluginMarketplaceListArgv = argvBuilder<CommonOptions & JsonOption>({
  path: ["plugin", "marketplace", "list"],
  flags: { json: "--json" },
});

/** Removes a marketplace: `claude plugin marketplace remove`. */
export interface MarketplaceRemoveRequest extends CommonOptions {
  readonly name: string;
  /** Every scope when absent. */
  readonly scope?: PluginScope;
}

export const pluginMarketplaceRemoveArgv = argvBuilder<MarketplaceRemoveRequest & JsonOption, "name">({
  path: ["plugin", "marketplace", "remove"],
  other: { name: "TEXT!" },
  flags: { scope: "--scope=TEXT", json: "--json" },
  args: ({ name }) => [marketplaceName(name)],
});

/** Fetches a marketplace anew: `claude plugin marketplace update`. Without a name, all of them. */
export interface MarketplaceUpdateRequest extends CommonOptions {
  readonly name?: string;
}

export const pluginMarketplaceUpdateArgv = argvBuilder<MarketplaceUpdateRequest & JsonOption, "name">({
  path: ["plugin", "marketplace", "update"],
  other: { name: "TEXT" },
  flags: { json: "--json" },
  args: ({ name }) => (name === undefined ? [] : [marketplaceName(name)]),
  check: (request) => assertNeeds(request, [["json", "name"]]),
});

function marketplaceName(name: string): string {
  return assertPositional(name, "name", "the name of a marketplace");
}
