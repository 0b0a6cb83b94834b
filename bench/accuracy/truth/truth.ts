/**
 * What a CLI has, told by the program itself and never by our parsers. A field that the kind of truth cannot know is absent,
 * and is not scored.
 */
export interface Truth {
  /** Where it comes from, for people: `zsh completion`, `hook on yargs`. */
  readonly source: string;
  readonly commands: readonly TruthCommand[];
  /** The fields that this kind of truth knows of every flag that it has. */
  readonly knows: ReadonlySet<FlagField>;
  /** Whether it knows the positional arguments. */
  readonly knowsArgs: boolean;
  /** Why some command could not be asked, one line each. */
  readonly unanswered: readonly string[];
}

/** The fields of a flag that are scored, as the snapshot calls them. */
export type FlagField = "takes_value" | "value_name" | "repeatable" | "default" | "possible_values";

/** A command of a CLI; the root has the path `[]`. */
export interface TruthCommand {
  readonly path: readonly string[];
  readonly aliases: readonly string[];
  readonly hidden: boolean;
  readonly flags: readonly TruthFlag[];
  readonly args: readonly TruthArg[];
}

/** A flag with every spelling, the main one first. */
export interface TruthFlag {
  readonly names: readonly string[];
  readonly hidden: boolean;
  readonly takesValue?: boolean;
  readonly valueNames?: readonly string[];
  readonly repeatable?: boolean;
  /** As the program holds it, written as text; absent when it has none. */
  readonly default?: string;
  /** `[]` when any value will do; absent where it is not known. */
  readonly choices?: readonly string[];
}

/** A positional argument. */
export interface TruthArg {
  readonly name: string;
  /** Absent where it is not known. */
  readonly required?: boolean;
  readonly variadic: boolean;
}

/** The path as a key for maps and messages: words with blanks, `(root)` for none. */
export function pathKey(path: readonly string[]): string {
  return path.length === 0 ? "(root)" : path.join(" ");
}

/** Joins what several calls showed of the same command: later ones add flags and args that are new, and win in nothing else. */
export function mergeCommands(commands: readonly TruthCommand[]): readonly TruthCommand[] {
  const byPath = new Map<string, TruthCommand>();
  for (const command of commands) {
    const known = byPath.get(pathKey(command.path));
    byPath.set(pathKey(command.path), known === undefined ? command : merged(known, command));
  }
  return [...byPath.values()];
}

function merged(known: TruthCommand, more: TruthCommand): TruthCommand {
  const names = new Set(known.flags.flatMap((flag) => flag.names));
  const args = new Set(known.args.map(({ name }) => name));
  return {
    ...known,
    aliases: [...new Set([...known.aliases, ...more.aliases])],
    flags: [...known.flags, ...more.flags.filter((flag) => !flag.names.some((name) => names.has(name)))],
    args: [...known.args, ...more.args.filter(({ name }) => !args.has(name))],
  };
}
