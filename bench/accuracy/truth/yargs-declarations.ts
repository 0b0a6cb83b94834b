import { argsInUsage } from "./declared-usage.ts";
import type { FlagField, TruthArg, TruthCommand, TruthFlag } from "./truth.ts";

/** What the hook writes of one call of a program that uses yargs. */
export interface DeclaredCall {
  /** Usages that the author wrote, with `$0` for the program. */
  readonly yargsUsages: readonly string[];
  /** In the order of their declaration, from the root down to the command of the call. */
  readonly yargsCommands: readonly { readonly command: string; readonly isDefault: boolean; readonly aliases: readonly string[] }[];
  /** The options at each time that the words were parsed; the last one has those of the command. */
  readonly yargsParses: readonly DeclaredOptions[];
}

interface DeclaredOptions {
  readonly key: Readonly<Record<string, unknown>>;
  readonly alias: Readonly<Record<string, readonly string[]>>;
  readonly boolean: readonly string[];
  readonly count: readonly string[];
  readonly string: readonly string[];
  readonly number: readonly string[];
  readonly array: readonly string[];
  readonly choices: Readonly<Record<string, readonly unknown[]>>;
  readonly default: Readonly<Record<string, unknown>>;
  readonly defaultDescription: Readonly<Record<string, string | undefined>>;
  readonly narg: Readonly<Record<string, number>>;
  readonly hiddenOptions: readonly string[];
}

/** A hidden command is not declared where the hook looks, and a value has no name. */
export const yargsKnows: ReadonlySet<FlagField> = new Set(["takes_value", "repeatable", "default", "possible_values"]);

/** A sub-command as it is declared: `add <name> [args..]`. */
export interface DeclaredRow {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly args: readonly TruthArg[];
  readonly isDefault: boolean;
}

/** Reads a declared command; `$0` is the command above. */
export function readRow({ command, isDefault, aliases }: DeclaredCall["yargsCommands"][number]): DeclaredRow {
  const [first = "", ...rest] = command.trim().split(/\s+/);
  // `[project]` alone declares what the command above takes.
  const isUnnamed = /^[<[$]/.test(first);
  // As the library reads it: any brackets go, `[<name>]` is the same as `[name]`; `[--scope]` names a flag that is declared as well.
  const args = (isUnnamed && first !== "$0" ? [first, ...rest] : rest).flatMap((word): readonly TruthArg[] => {
    const [name = ""] = word.replaceAll(/\.*[\][<>]/g, "").split("|");
    const isArg = /^[<[]/.test(word) && !name.startsWith("-");
    return isArg ? [{ name, required: word.startsWith("<"), variadic: /\.+[\]>]/.test(word) }] : [];
  });
  return {
    name: isUnnamed ? "" : first,
    aliases: isUnnamed ? [] : aliases.filter((alias) => alias !== "$0"),
    args,
    isDefault: isDefault || isUnnamed,
  };
}

/** A command with the options that a call of it has parsed. Positional arguments are options to yargs too, and left out of the flags. */
export function yargsCommand(path: readonly string[], call: DeclaredCall, row: Pick<DeclaredRow, "aliases" | "args">): TruthCommand {
  const options = call.yargsParses.at(-1);
  const positional = new Set(row.args.map(({ name }) => name));
  const groups = options === undefined ? [] : spellingsOf(options).filter((group) => !group.some((name) => positional.has(name)));
  return {
    path,
    aliases: row.aliases,
    hidden: false,
    args: row.args.length > 0 ? row.args : writtenArgs(path, call, groups),
    flags: groups.map((group) => flagOf(group, options as DeclaredOptions)),
  };
}

/** What the author's own usage of a command names, where it declares no positional argument. */
function writtenArgs(path: readonly string[], { yargsUsages }: DeclaredCall, flags: readonly (readonly string[])[]): readonly TruthArg[] {
  const start = new RegExp(String.raw`^.*\$0 +${path.map((word) => `${word} +`).join("")}(?![a-z])`);
  const names = new Set(flags.flat());
  const forms = yargsUsages.filter((usage) => start.test(`${usage} `)).map((usage) => usage.replace(start, ""));
  return argsInUsage(forms.at(-1) ?? "", () => true).filter(({ name }) => !names.has(name));
}

/** Every option that help shows, with its aliases, without the spellings in camel case that yargs adds by itself; what a program switched off keeps its alias. */
function spellingsOf({ key, alias }: DeclaredOptions): readonly (readonly string[])[] {
  const groups: Set<string>[] = [];
  for (const [name, others] of [...Object.keys(key).map((each) => [each, [] as readonly string[]] as const), ...Object.entries(alias)]) {
    const names = [name, ...others];
    const known = groups.filter((group) => names.some((each) => group.has(each)));
    const joined = new Set([...known.flatMap((group) => [...group]), ...names]);
    for (const group of known) groups.splice(groups.indexOf(group), 1);
    groups.push(joined);
  }
  const shown = groups.filter((group) => [...group].some((name) => Object.hasOwn(key, name)));
  return shown.map((group) => [...group].filter((name) => ![...group].some((other) => other !== name && camelCase(other) === name)));
}

function camelCase(name: string): string {
  return name.replaceAll(/-+([^-])/g, (_, letter: string) => letter.toUpperCase());
}

function flagOf(group: readonly string[], options: DeclaredOptions): TruthFlag {
  const is = (list: readonly string[]): boolean => group.some((name) => list.includes(name));
  const of = <Value>(record: Readonly<Record<string, Value>>): Value | undefined =>
    group.map((name) => record[name]).find((value) => value !== undefined);
  const isSwitch = is(options.boolean) || is(options.count);
  const choices = of(options.choices);
  const isTyped = is(options.string) || is(options.number) || is(options.array) || choices !== undefined || of(options.narg) !== undefined;
  const value = of(options.default);
  const text = of(options.defaultDescription) ?? (value === undefined || value === null ? undefined : JSON.stringify(value));
  const names = group.map((name) => (name.length === 1 ? `-${name}` : `--${name}`));
  return {
    names: [...names.filter((name) => name.startsWith("--")), ...names.filter((name) => !name.startsWith("--"))],
    hidden: is(options.hiddenOptions),
    ...(isSwitch ? { takesValue: false } : isTyped ? { takesValue: true } : {}),
    repeatable: is(options.array) || is(options.count),
    ...(text === undefined ? {} : { default: text }),
    choices: (choices ?? []).map(String),
  };
}
