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
