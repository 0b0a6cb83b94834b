// Generated from schemas/ by `xtask codegen`. Do not edit.

/**
 * The answers of `codex plugin … --json`, as real calls of 0.146.0 and 0.169.0 print it; older versions do not. Further fields are allowed everywhere.
 */
export type PluginAnswer = (PluginList | AddedPlugin | RemovedPlugin | MarketplaceList | AddedMarketplace | RemovedMarketplace | MarketplaceUpgrade)

/**
 * The answer of `plugin list`.
 */
export interface PluginList {
readonly installed: readonly Plugin[]
/**
 * Those that are not installed; empty unless they were asked for.
 */
readonly available: readonly Plugin[]
}
/**
 * A plugin of a marketplace.
 */
export interface Plugin {
/**
 * `name@marketplace`.
 */
readonly pluginId: string
readonly name: string
readonly marketplaceName: string
readonly version: (string | null)
readonly installed: boolean
readonly enabled: boolean
readonly source: PluginSource
readonly marketplaceSource?: MarketplaceSource
/**
 * Seen: `AVAILABLE`.
 */
readonly installPolicy: string
/**
 * When the user has to log in. Seen: `ON_INSTALL`, `ON_USE`.
 */
readonly authPolicy: string
}
/**
 * Where a plugin's files come from: a folder has `path`, a Git repository `url`, an npm package `package`.
 */
export interface PluginSource {
/**
 * Seen: `local`, `git`, `git-subdir`, `npm`.
 */
readonly source: string
readonly path?: string
readonly url?: string
readonly ref?: string
readonly sha?: string
readonly package?: string
readonly version?: string
}
/**
 * What was added; absent for a marketplace that codex found by itself.
 */
export interface MarketplaceSource {
/**
 * Seen: `local`, `git`.
 */
readonly sourceType: string
/**
 * A path or a URL.
 */
readonly source: string
}
/**
 * The answer of `plugin add`; an installed plugin is installed anew.
 */
export interface AddedPlugin {
readonly pluginId: string
readonly name: string
readonly marketplaceName: string
/**
 * `local` when the plugin names none.
 */
readonly version: string
readonly installedPath: string
readonly authPolicy: string
}
/**
 * The answer of `plugin remove`, also when no such plugin was installed.
 */
export interface RemovedPlugin {
readonly pluginId: string
readonly name: string
readonly marketplaceName: string
}
/**
 * The answer of `plugin marketplace list`.
 */
export interface MarketplaceList {
readonly marketplaces: readonly Marketplace[]
}
/**
 * A place where plugins come from.
 */
export interface Marketplace {
readonly name: string
/**
 * Its folder.
 */
readonly root: string
readonly marketplaceSource?: MarketplaceSource
}
/**
 * The answer of `plugin marketplace add`.
 */
export interface AddedMarketplace {
/**
 * As the marketplace calls itself.
 */
readonly marketplaceName: string
/**
 * Its folder.
 */
readonly installedRoot: string
readonly alreadyAdded: boolean
}
/**
 * The answer of `plugin marketplace remove`.
 */
export interface RemovedMarketplace {
readonly marketplaceName: string
/**
 * The removed copy; null for a local folder, which stays.
 */
readonly installedRoot: (string | null)
}
/**
 * The answer of `plugin marketplace upgrade`.
 */
export interface MarketplaceUpgrade {
/**
 * Names of the Git marketplaces that were looked at.
 */
readonly selectedMarketplaces: readonly string[]
/**
 * Their folders.
 */
readonly upgradedRoots: readonly string[]
/**
 * Empty so far: codex exits with 1 and prints no JSON when one fails.
 */
readonly errors: readonly unknown[]
}
