/** What a token, or a part of it, was read as; a `problem` says why the CLI would not take it. */
export type ArgvPart = {
  /** Index of the token in the command line. */
  readonly token: number;
  readonly problem?: string;
} & (
  | { readonly type: "command"; readonly path: readonly string[] }
  /** A flag as it is spelled there, in a cluster `-x`; `path` is the command that lists it. */
  | { readonly type: "flag"; readonly path: readonly string[]; readonly key: string; readonly spelling: string }
  /** The value of the flag before it. Of an unknown flag there is no `key`, and `path` is the command in force. */
  | {
      readonly type: "value";
      readonly path: readonly string[];
      readonly key: string | undefined;
      readonly spelling: string;
      readonly value: string;
      /** It stands in the flag's own token. */
      readonly isAttached: boolean;
      /** It is one of the values that the CLI lists for this flag. */
      readonly isListed: boolean;
    }
  | { readonly type: "arg"; readonly path: readonly string[]; readonly name: string; readonly value: string; readonly isListed: boolean }
  /** The `--` behind which no flag stands. */
  | { readonly type: "dashes" }
  /** A flag that the command in force, `path`, does not have. */
  | { readonly type: "unknown"; readonly path: readonly string[]; readonly spelling: string }
  /** A word for which the command in force, `path`, has neither a sub-command nor an arg, or that asks for help. */
  | { readonly type: "stray"; readonly path: readonly string[]; readonly word: string }
);

/** How a command line reads: every token in order, and the command that it ends at. */
export interface ArgvReading {
  readonly path: readonly string[];
  readonly parts: readonly ArgvPart[];
}
