// Generated from schemas/ by `xtask codegen`. Do not edit.

/**
 * The answer of `codex doctor --json`, as real calls of 0.146.0 and 0.169.0 print it; older versions do not. Further fields are allowed everywhere.
 */
export interface DoctorReport {
readonly schemaVersion: number
/**
 * Such as `1795234648s since unix epoch`.
 */
readonly generatedAt: string
/**
 * The worst of the checks. Seen: `ok`, `warning`, `fail`.
 */
readonly overallStatus: string
readonly codexVersion: string
/**
 * By their ids; versions differ in them.
 */
readonly checks: {
readonly [k: string]: DoctorCheck
}
}
/**
 * One thing that was looked at.
 */
export interface DoctorCheck {
readonly id: string
readonly category: string
/**
 * Seen: `ok`, `warning`, `fail`.
 */
readonly status: string
readonly summary: string
/**
 * Findings by a label for people. Codex redacts secrets itself.
 */
readonly details: {
readonly [k: string]: string | readonly string[]
}
/**
 * Absent when there are none.
 */
readonly issues?: readonly DoctorIssue[]
/**
 * Absent when there are none.
 */
readonly notes?: readonly string[]
/**
 * What to do.
 */
readonly remediation: (string | null)
readonly durationMs: number
}
/**
 * One reason why a check is not `ok`.
 */
export interface DoctorIssue {
/**
 * Seen: `warning`, `fail`.
 */
readonly severity: string
readonly cause: string
readonly measured: (string | null)
readonly expected: (string | null)
readonly remedy: (string | null)
/**
 * Labels of the `details` that it is about.
 */
readonly fields: readonly string[]
}
