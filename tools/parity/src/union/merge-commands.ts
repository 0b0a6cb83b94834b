import type {
  SnapshotArg,
  SnapshotCommand,
  SnapshotFlag,
  UnionArg,
  UnionCommand,
  UnionFlag,
  UpstreamSnapshotV1,
} from "@lockstep/contracts";
import { compareCodePoints, comparePaths, omitAbsent } from "@lockstep/kernel";
import type { RulesDecisions } from "../rules/decisions.ts";
import { compareFlags, flagKey } from "@lockstep/surface/flag-identity";
import { findConflicts, type RawHelp } from "./conflicts.ts";
import { collectVariants, type TargetVariants } from "./target-variants.ts";

/** One input of a union, in expected order. */
export interface UnionSource {
  readonly target: string;
  readonly snapshot: Pick<UpstreamSnapshotV1, "commands">;
}

/** A command of the union before the dedupe against the root, with its flags as each target has them. */
export interface MergedCommand {
  readonly command: UnionCommand;
  readonly flags: readonly TargetVariants<SnapshotFlag>[];
}

/** Merges the commands of all targets, sorted by path, with their conflicts and before the dedupe against the root. */
export function mergeCommands(
  sources: readonly UnionSource[],
  required: string,
  decisions: RulesDecisions,
  rawHelp: RawHelp,
): readonly MergedCommand[] {
  const commands = collectVariants(
    sources.map(({ target, snapshot }) => [target, snapshot.commands] as const),
    required,
    ({ path }) => path.join("\0"),
  );
  return commands
    .toSorted((a, b) => comparePaths(a.canonical.path, b.canonical.path))
    .map((command) => mergeCommand(command, required, decisions, rawHelp));
}

function mergeCommand(
  command: TargetVariants<SnapshotCommand>,
  required: string,
  decisions: RulesDecisions,
  rawHelp: RawHelp,
): MergedCommand {
  const variants = [...command.byTarget];
  const flags = collectVariants(
    variants.map(([target, { flags: list }]) => [target, list ?? []] as const),
    required,
    flagKey,
  ).toSorted((a, b) => compareFlags(a.canonical, b.canonical));
  const args = collectVariants(
    variants.map(([target, { args: list }]) => [target, list ?? []] as const),
    required,
    ({ name }) => name,
  ).toSorted((a, b) => compareCodePoints(a.canonical.name, b.canonical.name));
  const conflicts = findConflicts({ command, flags, args }, decisions.conflictFields, rawHelp);
  const { path, about, usage, aliases, hidden, deprecated, description, sources, help_sha256 } = command.canonical;
  const merged = omitAbsent({
    path,
    available_on: command.targets,
    about,
    usage,
    args: args.length === 0 ? undefined : args.map(unionArg),
    flags: flags.length === 0 ? undefined : flags.map(unionFlag),
    conflicts: conflicts.length === 0 ? undefined : conflicts,
    aliases,
    hidden,
    deprecated,
    description,
    sources,
    help_sha256,
  } satisfies Complete<UnionCommand>);
  return { command: merged, flags };
}

function unionFlag({ canonical, targets }: TargetVariants<SnapshotFlag>): UnionFlag {
  return omitAbsent({
    key: flagKey(canonical),
    long: canonical.long,
    short: canonical.short,
    takes_value: canonical.takes_value,
    value_name: canonical.value_name,
    repeatable: canonical.repeatable,
    available_on: targets,
    aliases: canonical.aliases,
    description: canonical.description,
    default: canonical.default,
    possible_values: canonical.possible_values,
    env: canonical.env,
    hidden: canonical.hidden,
    deprecated: canonical.deprecated,
    optional_value: canonical.optional_value,
    value_names: canonical.value_names,
    variadic: canonical.variadic,
    negatable: canonical.negatable,
    global: canonical.global,
    sources: canonical.sources,
  } satisfies Complete<UnionFlag>);
}

function unionArg({ canonical, targets }: TargetVariants<SnapshotArg>): UnionArg {
  return omitAbsent({
    name: canonical.name,
    required: canonical.required,
    variadic: canonical.variadic,
    inferred_from_usage: canonical.note?.trim() === "inferred from usage" ? true : undefined,
    note: canonical.note,
    available_on: targets,
    description: canonical.description,
    default: canonical.default,
    possible_values: canonical.possible_values,
    sources: canonical.sources,
  } satisfies Complete<UnionArg>);
}

/** Every field of a contract, present or `undefined`: a forgotten one does not compile. */
type Complete<Contract> = { readonly [Field in keyof Required<Contract>]: Contract[Field] | undefined };
