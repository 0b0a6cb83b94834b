// Generated from schemas/ by `xtask codegen`. Do not edit.

/**
 * The answer of `claude agents --json`, as real calls of 2.1.232 and 2.1.332 print it. Further fields are allowed everywhere.
 */
export type BackgroundSessionAnswer = BackgroundSessionList
/**
 * The sessions that run, and with `--all` those that have ended.
 */
export type BackgroundSessionList = readonly BackgroundSession[]

/**
 * A session.
 */
export interface BackgroundSession {
/**
 * What `attach`, `logs`, `stop` and `rm` take: the first eight characters of the session id.
 */
readonly id?: string
readonly sessionId: string
readonly cwd: string
/**
 * `background` or `interactive`.
 */
readonly kind: string
/**
 * Milliseconds of the epoch.
 */
readonly startedAt: number
readonly name?: string
/**
 * Absent when it has ended.
 */
readonly pid?: number
/**
 * Such as `idle`; absent when it has ended.
 */
readonly status?: string
/**
 * Such as `working`, `blocked` (it asks its user) and `stopped`.
 */
readonly state?: string
}
