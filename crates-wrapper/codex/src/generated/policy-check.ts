// Generated from schemas/ by `xtask codegen`. Do not edit.

/**
 * The answer of `codex execpolicy check`, as real calls of 0.125.0, 0.146.0 and 0.169.0 print it. Further fields are allowed everywhere.
 */
export interface PolicyCheck {
readonly matchedRules: readonly PolicyRuleMatch[]
/**
 * The strictest of the matched rules; absent when none matched. Seen: `allow`, `prompt`, `forbidden`.
 */
readonly decision?: string
}
/**
 * A rule that matched; its field says which kind it is.
 */
export interface PolicyRuleMatch {
readonly prefixRuleMatch?: PrefixRuleMatch
}
/**
 * A rule about the first words of a command line.
 */
export interface PrefixRuleMatch {
readonly matchedPrefix: readonly string[]
/**
 * Seen: `allow`, `prompt`, `forbidden`.
 */
readonly decision: string
/**
 * The absolute path that was read as the program's name.
 */
readonly resolvedProgram?: string
/**
 * What the rule gives as its reason.
 */
readonly justification?: string
}
