import type { SnapshotArg, SnapshotFlag } from "@lockstep/contracts";

/**
 * What one help text says, whatever framework printed it. Units are in the order shown; `usage` is the text after
 * `Usage:`, its lines trimmed and joined by a line feed, and absent when the help shows none.
 */
export interface HelpPage {
  /**
   * How surely the text is help of the parser's framework: 0 when it is none, 1 when marks that no other framework prints say
   * so. Where the framework is not known, the parser that is surest of a text reads it.
   */
  readonly confidence: number;
  /** First paragraph of the text about the command, on one line. */
  readonly about?: string;
  /** The whole text about the command, when it is more than `about`. */
  readonly description?: string;
  readonly usage?: string;
  /** The words that the usage starts with: the program, then the command path. */
  readonly usageWords: readonly string[];
  readonly commands: readonly CommandRow[];
  readonly args: readonly ArgShape[];
  readonly flags: readonly FlagShape[];
}

/** One row of a list of sub-commands. */
export interface CommandRow {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly about?: string;
}

/** A flag as one kind of evidence shows it. */
export type FlagShape = Omit<SnapshotFlag, "sources" | "hidden" | "stability" | "platforms">;

/** A positional argument as one kind of evidence shows it. */
export type ArgShape = Omit<SnapshotArg, "sources">;

/** What a completion script says: each command path with its flags, hidden ones included. */
export interface CompletionSurface {
  readonly commands: readonly { readonly path: readonly string[]; readonly flags: readonly FlagShape[] }[];
}

/** Every spelling of a flag. */
export function flagNames(flag: {
  readonly long?: string;
  readonly short?: string;
  readonly aliases?: readonly string[];
}): readonly string[] {
  return [flag.long, flag.short, ...(flag.aliases ?? [])].filter((name) => name !== undefined);
}

/** Whether a text calls its subject deprecated: `[deprecated: …]`, `(deprecated)`, or `Deprecated` as its first word. */
export function saysDeprecated(text: string | undefined): boolean {
  return text !== undefined && /\[deprecated\b[^\]]*\]|\(deprecated\b[^)]*\)|^\W{0,2}deprecated\b/i.test(text);
}

/** Whether a command takes arguments to the end of the line: it may hand what stands there to another program. */
export function takesTrailingArgs({ args }: Pick<HelpPage, "args">): boolean {
  return args.some(({ variadic }) => variadic);
}
