import type { LineProcess } from "@lockstep/wrapper";

/**
 * A codex that runs until it is stopped, or until somebody at the other end has acted; its failures are `CodexError`s.
 */
export type CodexProcess = LineProcess;
