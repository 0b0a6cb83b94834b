import type { FlagField, TruthCommand, TruthFlag } from "./truth.ts";

/** What the hook writes of a command of commander. */
export interface DeclaredCommand {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly hidden: boolean;
  readonly options: readonly {
    readonly flags: string;
    readonly long?: string;
    readonly short?: string;
    readonly hidden: boolean;
    readonly negate: boolean;
    readonly takesValue: boolean;
    readonly variadic: boolean;
    readonly choices?: readonly string[];
    /** JSON. */
    readonly default?: string;
    readonly defaultDescription?: string;
  }[];
  readonly args: readonly { readonly name: string; readonly required: boolean; readonly variadic: boolean }[];
  readonly commands: readonly DeclaredCommand[];
}

export const commanderKnows: ReadonlySet<FlagField> = new Set(["takes_value", "value_name", "repeatable", "default", "possible_values"]);

/** The commands that a program has declared to commander, but for `help`. */
export function commanderCommands(root: DeclaredCommand, path: readonly string[] = []): readonly TruthCommand[] {
  return [
    {
      path,
      aliases: root.aliases,
      hidden: root.hidden,
      flags: root.options.map(flagOf),
      args: root.args.map(({ name, required, variadic }) => ({ name, required, variadic })),
    },
    ...root.commands.filter(({ name }) => name !== "help").flatMap((child) => commanderCommands(child, [...path, child.name])),
  ];
}

function flagOf(option: DeclaredCommand["options"][number]): TruthFlag {
  // `--allowedTools, --allowed-tools <tools...>`: the library keeps two of the spellings.
  const names = option.flags.split(/[ ,|]+/).filter((word) => word.startsWith("-"));
  const [, valueName] = /[<[]([^>\]]+?)(?:\.\.\.)?[>\]]$/.exec(option.flags.trim()) ?? [];
  const isShown = option.takesValue && option.default !== undefined && option.default !== "[]";
  return {
    names: [...names.filter((name) => name.startsWith("--")), ...names.filter((name) => !name.startsWith("--"))].map((name) => name.split("=")[0] ?? name),
    hidden: option.hidden,
    takesValue: option.takesValue,
    repeatable: option.variadic,
    ...(valueName === undefined || !option.takesValue ? {} : { valueNames: [valueName] }),
    ...(isShown ? { default: option.defaultDescription ?? option.default } : {}),
    ...(option.choices === undefined ? {} : { choices: option.choices }),
  };
}
