import type { CliDescriptor, SnapshotArg, SnapshotFlag } from "@lockstep/contracts";

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
  /** Whose parser read it, where that was found out by the text; `generic` says that units may be missing. */
  readonly framework?: CliDescriptor["framework"];
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
  /** Whole paths by which the command can be called too, where its own help lists them; its own path among them says that it is an alias. */
  readonly aliases?: readonly (readonly string[])[];
}

/** One row of a list of sub-commands. */
export interface CommandRow {
  readonly name: string;
  /** The whole path from the root, where the help spells it: it need not be one word below the command that lists it. */
  readonly path?: readonly string[];
  readonly aliases: readonly string[];
  readonly about?: string;
  /** Present when the row marks the command deprecated by more than its text. */
  readonly deprecated?: true;
}

/** A flag as one kind of evidence shows it. */
export type FlagShape = Omit<SnapshotFlag, "sources" | "hidden" | "stability" | "platforms">;

/** A positional argument as one kind of evidence shows it. */
export type ArgShape = Omit<SnapshotArg, "sources">;

/** What completion or another declaration says: each command path with its flags. */
export interface CompletionSurface {
  readonly commands: readonly DeclaredCommand[];
  /** Whether it leaves hidden units out. Otherwise what only completion shows is hidden. */
  readonly isVisibleOnly?: boolean;
  /** What it is evidence of, where it is no completion: refusals that name units. */
  readonly source?: "probe";
  /** What could not be learned, for `known_omissions`. */
  readonly omissions?: readonly string[];
}

/** One command of a `CompletionSurface`. What the evidence cannot show is absent. */
export interface DeclaredCommand {
  readonly path: readonly string[];
  readonly flags: readonly DeclaredFlag[];
  /** Those that it has from a command above, which are among that one's flags. */
  readonly inherited?: readonly FlagShape[];
  readonly about?: string;
  /** Whole paths by which it can be called too, hidden ones included. */
  readonly aliases?: readonly (readonly string[])[];
  readonly args?: readonly ArgShape[];
  readonly hidden?: boolean;
  readonly deprecated?: boolean;
}

/** A flag that may be hidden. */
export type DeclaredFlag = FlagShape & { readonly hidden?: boolean };

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

/**
 * Whether what a help lists as commands may be arguments: its command takes arguments to the end of the line, such as another
 * program's, and its usage has no place for one sub-command, as `<COMMAND>`, `[subcommand]` and `command` are.
 */
export function mayListArguments({ args, usage = "" }: Pick<HelpPage, "args" | "usage">): boolean {
  const isOpen = takesTrailingArgs({ args }) || /[\]>]\.{3}/.test(usage);
  return isOpen && !/(?:^|\s)[<[]?(?:sub-?)?command(?:[>\]](?!\.)|\s|$)/i.test(usage);
}
