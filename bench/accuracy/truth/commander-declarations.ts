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
    /** Whether a function of the program reads the value: it may collect several. */
    readonly isParsed?: boolean;
    readonly choices?: readonly string[];
    /** JSON. */
    readonly default?: string;
    readonly defaultDescription?: string;
  }[];
  readonly args: readonly { readonly name: string; readonly required: boolean; readonly variadic: boolean }[];
  readonly commands: readonly DeclaredCommand[];
}

export const commanderKnows: ReadonlySet<FlagField> = new Set(["takes_value", "value_name", "repeatable", "default", "possible_values"]);

/** The commands that a program has declared to commander, but for `help` and `*`, which takes any other word. */
export function commanderCommands(root: DeclaredCommand, path: readonly string[] = []): readonly TruthCommand[] {
  return [
    {
      path,
      aliases: root.aliases,
      hidden: root.hidden,
      flags: joined(root.options.map(flagOf)),
      args: root.args.map(({ name, required, variadic }) => ({ name, required, variadic })),
    },
    ...root.commands
      .filter(({ name }) => name !== "help" && name !== "*")
      .flatMap((child) => commanderCommands(child, [...path, child.name])),
  ];
}

/** A program may declare a flag twice, with other spellings. */
function joined(flags: readonly TruthFlag[]): readonly TruthFlag[] {
  const all: TruthFlag[] = [];
  for (const flag of flags) {
    const index = all.findIndex(({ names }) => names.some((name) => name.startsWith("--") && flag.names.includes(name)));
    const known = all[index];
    if (known === undefined) all.push(flag);
    else all[index] = { ...known, names: [...new Set([...known.names, ...flag.names])] };
  }
  return all;
}

function flagOf(option: DeclaredCommand["options"][number]): TruthFlag {
  // `--allowedTools, --allowed-tools <tools...>`: the library keeps two of the spellings.
  const names = option.flags.split(/[ ,|]+/).filter((word) => word.startsWith("-"));
  const [, valueName] = /[<[]([^>\]]+?)(?:\.\.\.)?[>\]]$/.exec(option.flags.trim()) ?? [];
  const isShown = option.takesValue ? option.default !== "[]" : !option.negate && /^(?:true|false)$/.test(option.default ?? "");
  return {
    names: [...names.filter((name) => name.startsWith("--")), ...names.filter((name) => !name.startsWith("--"))].map(
      (name) => name.split("=")[0] ?? name,
    ),
    hidden: option.hidden,
    takesValue: option.takesValue,
    ...(option.isParsed === true && !option.variadic ? {} : { repeatable: option.variadic }),
    ...(valueName === undefined || !option.takesValue ? {} : { valueNames: [valueName] }),
    ...(isShown && option.default !== undefined ? { default: option.defaultDescription ?? option.default } : {}),
    choices: option.choices ?? [],
  };
}
