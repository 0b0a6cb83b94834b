// Generated from schemas/ by `xtask codegen`. Do not edit.

/**
 * The answers of `codex app-server daemon …` and of `codex remote-control stop --json`, as real calls of 0.146.0 and 0.169.0 print it; older versions do not. Further fields are allowed everywhere.
 */
export type DaemonAnswer = (DaemonState | DaemonRemoteControl)

/**
 * The answer of `start`, `stop`, `restart` and `version`.
 */
export interface DaemonState {
/**
 * Seen: `started`, `alreadyRunning`, `restarted`, `running`, `stopped`, `notRunning`.
 */
readonly status: string
/**
 * How the background server is kept; absent when codex did not start it. Seen: `pid`.
 */
readonly backend?: string
/**
 * Of a server that this call has started.
 */
readonly pid?: number
/**
 * The codex that runs as the server.
 */
readonly managedCodexPath: string
/**
 * Null when there is none at that path.
 */
readonly managedCodexVersion: (string | null)
readonly socketPath: string
/**
 * Of the codex that was asked.
 */
readonly cliVersion: string
/**
 * Of the running server.
 */
readonly appServerVersion?: string
}
/**
 * The answer of `enable-remote-control` and `disable-remote-control`.
 */
export interface DaemonRemoteControl {
/**
 * Seen: `enabled`, `alreadyEnabled`, `disabled`, `alreadyDisabled`.
 */
readonly status: string
readonly remoteControlEnabled: boolean
/**
 * Present while a server runs.
 */
readonly backend?: string
readonly socketPath: string
readonly cliVersion: string
/**
 * Of the running server.
 */
readonly appServerVersion?: string
}
