// Generated from schemas/ by `xtask codegen`. Do not edit.

/**
 * The answer of `codex debug models`, as real calls of 0.125.0, 0.146.0 and 0.169.0 print it. Further fields are allowed everywhere.
 */
export interface ModelCatalogue {
readonly models: readonly CatalogueModel[]
}
/**
 * A model as codex knows it. Its other fields are codex's own, change with every version, and are kept as they are: look at them before you use them.
 */
export interface CatalogueModel {
/**
 * What the option `model` takes.
 */
readonly slug: string
readonly display_name: string
readonly [k: string]: unknown
}
