// Generated from schemas/ by `xtask codegen`. Do not edit.

/**
 * The answer of `claude auth status`, as real calls of 2.1.232 and 2.1.332 print it; it ends with exit code 1 without a login. Further fields are allowed.
 */
export type AuthStatus = LoginStatus

/**
 * Whether there is a login, and which.
 */
export interface LoginStatus {
readonly loggedIn: boolean
/**
 * Such as `api_key` and `none`.
 */
readonly authMethod: string
readonly apiProvider: string
readonly apiKeySource?: string
readonly email?: (string | null)
readonly orgId?: (string | null)
readonly orgName?: (string | null)
readonly subscriptionType?: (string | null)
/**
 * Absent in 2.1.232.
 */
readonly configDirectory?: string
/**
 * Absent in 2.1.232.
 */
readonly projectsDirectory?: string
readonly loginExpiresAt?: (string | null)
}
