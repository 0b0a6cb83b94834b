// Generated from schemas/ by `xtask codegen`. Do not edit.

/**
 * The answers of `claude auto-mode config` and `defaults`, as real calls of 2.1.232 and 2.1.332 print them. Further fields are allowed.
 */
export type AutoModeAnswer = AutoModeRules

/**
 * The rules by which auto mode judges, each a text.
 */
export interface AutoModeRules {
readonly allow: readonly string[]
readonly soft_deny: readonly string[]
readonly hard_deny: readonly string[]
readonly environment: readonly string[]
}
