import type { DeclaredCommand, DeclaredOption, DeclaredSurface, SnapshotArg, SnapshotCommand, SnapshotFlag } from "@lockstep/contracts";
import { omitAbsent } from "@lockstep/kernel";
import { acceptanceProtocolFor } from "../acceptance/protocol-for.ts";
import { askedDeclaredPaths, hiddenPaths } from "../declarations/declared-candidates.ts";
import { compareFlags } from "../flag-identity.ts";
import { flagNames } from "../help-page.ts";
import { writtenFlag } from "./merge-flags.ts";

/** What the declarations made of the commands. */
export interface AppliedDeclarations {
  readonly commands: readonly SnapshotCommand[];
  /** What is declared and could not be placed, and where help shows less than is declared, for `known_omissions`. */
  readonly omissions: readonly string[];
}

/**
 * Adds what only the declarations know to the units of commands that they are certain of: variables, choices, aliases, and
 * the hidden options of programs that cannot be asked about them. What help shows stays as help shows it.
 * @param spell the command line of words at a command
 */
export function applyDeclarations(
  commands: readonly SnapshotCommand[],
  declarations: DeclaredSurface,
  framework: string,
  spell: (path: readonly string[], words: readonly string[]) => string,
): AppliedDeclarations {
  const omissions: string[] = [];
  const declaredByPath = new Map(
    declarations.commands.flatMap((declared) => (declared.path === undefined ? [] : [[declared.path.join(" "), declared] as const])),
  );
  const canBeAsked = acceptanceProtocolFor(framework) !== undefined;
  const applied = commands.map((command) => {
    const declared = declaredByPath.get(command.path.join(" "));
    if (declared === undefined || command.usage === undefined) return command;
    const known = new Map((command.flags ?? []).flatMap((flag) => flagNames(flag).map((name) => [name, flag] as const)));
    const added: SnapshotFlag[] = [];
    const byFlag = new Map<SnapshotFlag, DeclaredOption>();
    for (const option of declared.options) {
      const flag = flagNames(option)
        .map((name) => known.get(name))
        .find((found) => found !== undefined);
      if (flag !== undefined) byFlag.set(flag, option);
      if (isShown(option) && flag?.sources?.includes("help") !== true)
        omissions.push(`declared, not shown by help: ${spell(command.path, flagNames(option).slice(0, 1))}`);
      else if (flag === undefined && !canBeAsked && option.conditional !== true) added.push(bundleFlag(option, ["bundle"]));
    }
    const flags = [...(command.flags ?? []).map((flag) => withDeclared(flag, byFlag.get(flag))), ...added].toSorted(compareFlags);
    return withUnits(command, declared, flags);
  });
  return { commands: applied, omissions: [...omissions, ...unplaced(declarations, commands, framework, spell)] };
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

/** What is declared of commands that the text does not name, and the hidden commands that nobody may ask for. */
function unplaced(
  { commands: declared }: DeclaredSurface,
  commands: readonly SnapshotCommand[],
  framework: string,
  spell: (path: readonly string[], words: readonly string[]) => string,
): readonly string[] {
  const known = new Set(commands.map(({ path }) => path.join(" ")));
  const open = declared
    .filter(({ path }) => path === undefined)
    .flatMap(({ tail = [], options }) => options.map((option) => [...tail, ...flagNames(option).slice(0, 1)].join(" ")));
  const asked = new Set(askedDeclaredPaths(framework, { commands: declared }).map((path) => path.join(" ")));
  const unasked = hiddenPaths({ commands: declared }).filter((path) => !asked.has(path.join(" ")) && !known.has(path.join(" ")));
  return [
    ...open.map((words) => `declared at an unknown command: ${words}`),
    ...unasked.map((path) => `help not probed: ${spell(path, ["--help"])} (declared in the bundle, not reviewed)`),
  ];
}
