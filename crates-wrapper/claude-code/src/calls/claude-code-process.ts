import type { LineProcess } from "@lockstep/wrapper";

/** A Claude Code process that runs until it is stopped, or until somebody at the other end has acted. */
export type ClaudeCodeProcess = LineProcess;
