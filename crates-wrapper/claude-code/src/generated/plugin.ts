// Generated from schemas/ by `xtask codegen`. Do not edit.

/**
 * The answers of `claude plugin … --json`, as real calls of 2.1.232 and 2.1.332 print them. Further fields are allowed everywhere.
 */
export type PluginAnswer = (PluginList | PluginCatalogue | MarketplaceList | PluginChange | PluginOptions | PluginValidation)
/**
 * The answer of `plugin list`.
 */
export type PluginList = readonly ListedPlugin[]
/**
 * The answer of `plugin marketplace list`.
 */
export type MarketplaceList = readonly Marketplace[]

/**
 * An installed plugin, or one that is built in.
 */
export interface ListedPlugin {
/**
 * `<name>@<marketplace>`.
 */
readonly id: string
/**
 * `unknown` for one that is built in.
 */
readonly version: string
/**
 * `user`, `project` or `local`.
 */
readonly scope: string
readonly enabled: boolean
/**
 * Absent for one that is built in.
 */
readonly installPath?: string
/**
 * Where it is loaded from in place of the copy. Not in 2.1.232.
 */
readonly readFromFolder?: string
readonly folderVersion?: string
readonly installedAt?: string
readonly lastUpdated?: string
readonly projectEnabled?: boolean
/**
 * It has options to be set.
 */
readonly hasUserConfig?: boolean
}
/**
 * The answer of `plugin list --available`.
 */
export interface PluginCatalogue {
readonly installed: PluginList
readonly available: readonly AvailablePlugin[]
}
/**
 * A plugin of a marketplace that is not installed.
 */
export interface AvailablePlugin {
/**
 * `<name>@<marketplace>`.
 */
readonly pluginId: string
readonly name: string
readonly marketplaceName: string
readonly description?: string
/**
 * A path in the marketplace, or an object that says where it is.
 */
readonly source: (string | {

})
readonly version?: string
}
/**
 * A marketplace that was added.
 */
export interface Marketplace {
readonly name: string
/**
 * Such as `directory` and `github`.
 */
readonly source: string
readonly installLocation: string
readonly path?: string
readonly repo?: string
readonly url?: string
}
/**
 * The answer of a command that changes something, also when it fails and ends with exit code 1. Not in 2.1.232.
 */
export interface PluginChange {
/**
 * Such as `install`, `disable` and `marketplace-add`.
 */
readonly command: string
/**
 * `ok` or `failed`.
 */
readonly outcome: string
readonly message: string
/**
 * Such as `invalid_source`, when it failed.
 */
readonly failureCode?: string
/**
 * As it was named.
 */
readonly plugin?: string
readonly pluginId?: string
readonly scope?: string
readonly marketplace?: string
/**
 * Of `uninstall`.
 */
readonly keptData?: boolean
/**
 * Of `update`: such as `up_to_date`.
 */
readonly updateOutcome?: string
readonly oldVersion?: string
readonly newVersion?: string
}
/**
 * The answer of `plugin configure`. Not in 2.1.232.
 */
export interface PluginOptions {
readonly pluginId: string
readonly displayName: string
readonly schema: {
readonly [k: string]: unknown
}
readonly configured: readonly unknown[]
readonly unconfigured: readonly unknown[]
}
/**
 * The answer of `plugin validate`; it ends with exit code 1 without success. Not in 2.1.232.
 */
export interface PluginValidation {
readonly success: boolean
readonly strict: boolean
readonly target: string
readonly manifest: {
readonly file: string
/**
 * `plugin` or `marketplace`.
 */
readonly type: string
readonly errors: readonly ValidationRemark[]
readonly warnings: readonly ValidationRemark[]
}
}
/**
 * What is wrong, and where.
 */
export interface ValidationRemark {
readonly path: string
readonly message: string
readonly code?: (string | null)
}
