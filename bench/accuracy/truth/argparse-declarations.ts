import type { FlagField, TruthCommand } from "./truth.ts";

/** What the hook writes of a program that uses argparse: every command with what it declares, `null` for what it does not. */
export interface DeclaredParser {
  readonly path: readonly string[];
  readonly aliases: readonly string[];
  readonly hidden: boolean;
  readonly flags: readonly {
    readonly names: readonly string[];
    readonly hidden: boolean;
    readonly takesValue: boolean;
    readonly valueNames: readonly string[] | null;
    readonly repeatable: boolean;
    readonly default: string | null;
    readonly choices: readonly string[] | null;
  }[];
  readonly args: readonly { readonly name: string; readonly hidden: boolean; readonly required: boolean; readonly variadic: boolean }[];
}

/** Help shows a default only where the author wrote it into the text. */
export const argparseKnows: ReadonlySet<FlagField> = new Set(["takes_value", "value_name", "possible_values"]);

/** The commands that a program has declared to argparse. */
export function argparseCommands(parsers: readonly DeclaredParser[]): readonly TruthCommand[] {
  return parsers.map(({ path, aliases, hidden, flags, args }) => ({
    path,
    aliases,
    hidden,
    args: args.filter((arg) => !arg.hidden).map(({ name, required, variadic }) => ({ name, required, variadic })),
    flags: flags.map((flag) => ({
      names: [...flag.names.filter((name) => name.startsWith("--")), ...flag.names.filter((name) => !name.startsWith("--"))],
      hidden: flag.hidden,
      takesValue: flag.takesValue,
      repeatable: flag.repeatable,
      ...(flag.valueNames === null ? {} : { valueNames: flag.valueNames }),
      choices: flag.choices ?? [],
    })),
  }));
}
