import type {
  CliDescriptor,
  DeclaredCommand,
  DeclaredOption,
  DeclaredSurface,
  RejectedUnit,
  SnapshotArg,
  SnapshotCommand,
  SnapshotFlag,
} from "@lockstep/contracts";
import { omitAbsent } from "@lockstep/kernel";
import { askedDeclaredPaths, hiddenPaths } from "../declarations/declared-candidates.ts";
import { isDeclared, isHiddenUnlessShown } from "../declarations/declaring-frameworks.ts";
import { compareFlags, findFlag } from "../flag-identity.ts";
import { flagNames } from "../help-page.ts";
import type { FrameworkChoice } from "../parsers/parser-for.ts";
import { declaredFlags, withDeclaredArgs } from "./declared-flags.ts";
import { writtenFlag } from "./merge-flags.ts";

/** What the declarations made of the commands. */
export interface AppliedDeclarations {
  readonly commands: readonly SnapshotCommand[];
  /** What is declared and could not be placed, and where help shows less than is declared, for `known_omissions`. */
  readonly omissions: readonly string[];
}

/**
 * Adds what only the declarations know to the units of commands that they are certain of: variables, choices, aliases, and
 * hidden options, unless the program refused them or they stand in a branch. What help shows stays as help shows it. A command
 * without a help has what is declared for it, and what those above it hand down.
 * @param rejected what the program was asked about and refused
 */
export function applyDeclarations(
  commands: readonly SnapshotCommand[],
  { commands: all }: DeclaredSurface,
  descriptor: FrameworkChoice & Pick<CliDescriptor, "binary">,
  rejected: readonly RejectedUnit[],
): AppliedDeclarations {
  const declarations = { commands: all.filter(({ path }) => path === undefined || isDeclared(descriptor, path)) };
  const spell: Spell = (path, words) => [descriptor.binary, ...path, ...words].join(" ");
  const omissions: string[] = [];
  const declaredByPath = new Map(
    declarations.commands.flatMap((declared) => (declared.path === undefined ? [] : [[keyOf(declared.path), declared] as const])),
  );
  const refused = new Set(rejected.map(({ path, key }) => JSON.stringify([path, key])));
  const applied = commands.map((command) => {
    const { path } = command;
    const declared = declaredByPath.get(keyOf(path));
    if (declared === undefined) return command;
    const isRefused = (flag: Parameters<typeof flagNames>[0]): boolean =>
      flagNames(flag).some((name) => refused.has(JSON.stringify([path, name])));
    if (command.usage === undefined) {
      const flags = declaredFlags(command, declaredByPath, commands).filter((flag) => !isRefused(flag));
      return withUnits(withDeclaredArgs(command, declared), declared, flags.toSorted(compareFlags));
    }
    const added: SnapshotFlag[] = [];
    const byFlag = new Map<SnapshotFlag, DeclaredOption>();
    for (const option of declared.options) {
      const flag = findFlag(command.flags ?? [], option);
      if (flag !== undefined) byFlag.set(flag, option);
      if (isShown(option) && flag?.sources?.includes("help") !== true)
        omissions.push(`declared, not shown by help: ${spell(path, flagNames(option).slice(0, 1))}`);
      else if (flag === undefined && isHiddenUnlessShown(option) && !isRefused(option)) added.push(bundleFlag(option, ["bundle"]));
    }
    const flags = [...(command.flags ?? []).map((flag) => withDeclared(flag, byFlag.get(flag))), ...added].toSorted(compareFlags);
    return withUnits(command, declared, flags);
  });
  return { commands: applied, omissions: [...omissions, ...unplaced(declarations, commands, descriptor, spell)] };
}

type Spell = (path: readonly string[], words: readonly string[]) => string;

function keyOf(path: readonly string[]): string {
  return path.join(" ");
}

/** A flag that the declarations show and help does not. */
export function bundleFlag(option: DeclaredOption, sources: NonNullable<SnapshotFlag["sources"]>): SnapshotFlag {
  return writtenFlag({ ...option, hidden: true, sources });
}

/** Whether help shows an option whenever the program has it. */
function isShown({ hidden, may_be_hidden, conditional }: DeclaredOption): boolean {
  return hidden !== true && may_be_hidden !== true && conditional !== true;
}

function withDeclared(flag: SnapshotFlag, option: DeclaredOption | undefined): SnapshotFlag {
  if (option === undefined) return flag;
  const isHidden = flag.hidden === true;
  const names = flagNames(flag);
  const aliases = [...(flag.aliases ?? []), ...flagNames(option).filter((name) => !names.includes(name))];
  const sources = flag.sources ?? [];
  return writtenFlag({
    ...flag,
    value_name: flag.value_name ?? (isHidden ? option.value_name : undefined),
    repeatable: flag.repeatable ?? option.repeatable,
    aliases: aliases.length > 0 ? aliases : undefined,
    description: flag.description ?? option.description,
    default: flag.default ?? (isHidden ? option.default : undefined),
    possible_values: flag.possible_values ?? option.possible_values,
    env: flag.env ?? option.env,
    deprecated: flag.deprecated ?? option.deprecated,
    optional_value: flag.optional_value ?? (isHidden ? option.optional_value : undefined),
    sources: withBundle(sources),
  });
}

function withUnits(command: SnapshotCommand, declared: DeclaredCommand, flags: readonly SnapshotFlag[]): SnapshotCommand {
  const { path, about, usage, stability, platforms, args, flags: _flags, aliases: shown, sources, help_sha256, ...additive } = command;
  const aliases = [...new Set([...(shown ?? []), ...declared.aliases])];
  const declaredArgs = new Map(declared.args.map((arg) => [arg.name, arg]));
  return omitAbsent({
    path,
    about,
    usage,
    stability,
    platforms,
    args: args?.map((arg) => withDeclaredArg(arg, declaredArgs.get(arg.name))),
    flags: flags.length > 0 ? flags : undefined,
    aliases: aliases.length > 0 ? aliases : undefined,
    ...additive,
    sources: withBundle(sources ?? []),
    help_sha256,
  });
}

function withDeclaredArg(arg: SnapshotArg, declared: DeclaredCommand["args"][number] | undefined): SnapshotArg {
  if (declared === undefined) return arg;
  const { name, required, variadic, note, description, default: value, possible_values, sources, ...rest } = arg;
  return omitAbsent({
    name,
    required,
    variadic,
    note,
    description: description ?? declared.description,
    default: value,
    possible_values: possible_values ?? declared.possible_values,
    ...rest,
    sources: withBundle(sources ?? []),
  });
}

/** The evidence with the bundle in it, in the order of the schema. */
function withBundle(sources: readonly Source[]): readonly Source[] {
  return [...new Set([...sources, "bundle" as const])].toSorted((a, b) => SOURCES.indexOf(a) - SOURCES.indexOf(b));
}

type Source = NonNullable<SnapshotFlag["sources"]>[number];
const SOURCES: readonly Source[] = ["help", "completion", "probe", "bundle", "supplement"];

/**
 * What is declared of commands that the text does not name, the hidden commands that nobody may ask for, and those that the help
 * of the command above them should list.
 */
function unplaced(
  declarations: DeclaredSurface,
  commands: readonly SnapshotCommand[],
  choice: FrameworkChoice,
  spell: Spell,
): readonly string[] {
  const byPath = new Map(commands.map((command) => [keyOf(command.path), command]));
  const isKnown = (path: readonly string[]): boolean =>
    byPath.has(keyOf(path)) || commands.some(({ path: own, aliases = [] }) => isAliasOf(path, own, aliases));
  const open = declarations.commands
    .filter(({ path }) => path === undefined)
    .flatMap(({ tail = [], options }) => options.map((option) => [...tail, ...flagNames(option).slice(0, 1)].join(" ")));
  const asked = new Set(askedDeclaredPaths(choice, declarations).map(keyOf));
  const unasked = hiddenPaths(declarations).filter((path) => !asked.has(keyOf(path)) && !isKnown(path));
  const unlisted = declarations.commands.flatMap(({ path = [], hidden, conditional }) => {
    const isListed = path.length === 0 || hidden === true || conditional === true || isKnown(path);
    return isListed || byPath.get(keyOf(path.slice(0, -1)))?.usage === undefined ? [] : [path];
  });
  return [
    ...open.map((words) => `declared at an unknown command: ${words}`),
    ...unasked.map((path) => `help not probed: ${spell(path, ["--help"])} (declared in the bundle, not reviewed)`),
    ...unlisted.map((path) => `declared, not shown by help: ${spell(path, [])}`),
  ];
}

/** Whether a path is another name of a command: an alias is its last word alone, or all of them. */
function isAliasOf(path: readonly string[], own: readonly string[], aliases: readonly string[]): boolean {
  return aliases.includes(keyOf(path)) || (keyOf(path.slice(0, -1)) === keyOf(own.slice(0, -1)) && aliases.includes(path.at(-1) ?? ""));
}
