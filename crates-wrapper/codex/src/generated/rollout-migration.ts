// Generated from schemas/ by `xtask codegen`. Do not edit.

/**
 * The answer of `codex migrate-rollouts --json`, as real calls of 0.169.0 print it; older versions do not. Further fields are allowed everywhere.
 */
export interface RolloutMigration {
/**
 * One for each session that was looked at.
 */
readonly outcomes: readonly RolloutOutcome[]
}
/**
 * What became of a session.
 */
export interface RolloutOutcome {
readonly thread_id: string
readonly rollout_path: string
/**
 * Seen: `eligible`, `already_paginated`, `failed`.
 */
readonly status: string
/**
 * Of failed ones. Seen: `invalid_session_metadata`, `missing_sqlite_metadata`.
 */
readonly failure_reason?: string
readonly bytes_processed: number
/**
 * Of failed ones, for people.
 */
readonly message: (string | null)
}
