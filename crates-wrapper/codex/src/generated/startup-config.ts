// Generated from schemas/ by `xtask codegen`. Do not edit.

/**
 * The answer of `codex app-server --print-startup-config`, as real calls of 0.169.0 print it; older versions do not. Further fields are allowed everywhere.
 */
export interface StartupConfig {
readonly appServerVersion: string
readonly configRequirements: ConfigRequirements
}
/**
 * What an administrator requires.
 */
export interface ConfigRequirements {
readonly supportsIndependentSpeedModes: boolean
/**
 * Null when nothing is required. Codex's own form, kept as it is: look at it before you use it.
 */
readonly requirements: ({
readonly [k: string]: unknown
} | null)
}
