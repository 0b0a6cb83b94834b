import { ClaudeCodeError } from "../claude-code-error.ts";

/** Options that every command takes. */
export interface CommonOptions {
  /** Whole argv words behind the command's own flags, unchecked: for flags that this wrapper does not know. */
  readonly extraArgs?: readonly string[];
}

/** A request whose answer may be JSON. */
export interface JsonOption {
  /** Claude Code prints JSON; the client sets it. */
  readonly json?: boolean;
}

/** Throws for a switch that has to be true: without it the words would mean another call. */
export function assertOn<T extends object>(request: T, field: keyof T & string): void {
  if (request[field] !== true)
    throw ClaudeCodeError.forRequest(`Field "${field}" of the request is ${String(request[field])}, wanted true`);
}
