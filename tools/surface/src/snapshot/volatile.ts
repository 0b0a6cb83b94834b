import type { Features, SnapshotCommand, UpstreamSnapshotV1 } from "@lockstep/contracts";
import { compareCodePoints, omitAbsent } from "@lockstep/kernel";
import { flagKey } from "../flag-identity.ts";

/**
 * What moved between two passes over one binary, as entries of `known_omissions` in code-point order:
 * `volatile: <command> <unit> (<field>)`; without a field for a unit that only one pass shows; with `(help)` for a command
 * whose help only one pass could read. A unit that is marked as a whole has no further marks.
 * @param binary the name of the program, which a command line starts with
 */
export function findVolatile(first: UpstreamSnapshotV1, second: UpstreamSnapshotV1, binary: string): readonly string[] {
  const marks = [
    ...pairs(first.commands, second.commands, pathId).flatMap((pair) => commandMarks(pair, binary)),
    ...pairs(first.rejected ?? [], second.rejected ?? [], rejectedId).flatMap(({ a, b, any }) =>
      a === undefined || b === undefined ? [markOf([binary, ...any.path, any.key ?? any.name ?? ""], "rejected")] : [],
    ),
    ...featureMarks(first.features, second.features),
    ...(first.binary.version_output === second.binary.version_output ? [] : [markOf([binary], "version_output")]),
  ];
  return [...new Set(marks)].toSorted(compareCodePoints);
}

/**
 * A snapshot of the first pass without what its marks name, and with the marks and the second pass's omissions among its
 * `known_omissions`. A unit goes whole where the field is one that it cannot be without; the version output alone is kept.
 */
export function withoutVolatile(
  snapshot: UpstreamSnapshotV1,
  marks: readonly string[],
  binary: string,
  secondOmissions: readonly string[] = [],
): UpstreamSnapshotV1 {
  if (marks.length + secondOmissions.length === 0) return snapshot;
  const isMarked = (words: readonly string[], field?: string): boolean => marks.includes(markOf(words, field));
  const { commands, features, known_omissions, generator, rejected, ...rest } = snapshot;
  const settled = commands
    .filter(({ path }) => !isMarked([binary, ...path]))
    .map((command) => settleCommand(command, [binary, ...command.path], isMarked));
  const kept = new Set(settled.map(pathId));
  const stillRejected = rejected?.filter(({ path, key, name }) => !isMarked([binary, ...path, key ?? name ?? ""], "rejected")) ?? [];
  return omitAbsent({
    ...rest,
    commands: settled,
    features: isMarked(["features"]) ? undefined : settleFeatures(features, kept, isMarked),
    known_omissions: [...new Set([...(known_omissions ?? []), ...secondOmissions, ...marks])].toSorted(compareCodePoints),
    generator,
    rejected: stillRejected.length === 0 ? undefined : stillRejected,
  });
}

/** The marks among the omissions of a snapshot. */
export function volatileMarks(omissions: readonly string[]): readonly string[] {
  return omissions.filter((omission) => omission.startsWith("volatile: "));
}

type IsMarked = (words: readonly string[], field?: string) => boolean;

/** The fields that a unit cannot be without. */
const requiredFields = ["takes_value", "required", "variadic"];
/** The fields of a command that do not come from its own help. */
const bareFields: ReadonlySet<string> = new Set(["path", "stability", "platforms", "aliases", "hidden", "deprecated", "sources"]);

function markOf(words: readonly string[], field?: string): string {
  return `volatile: ${words.filter((word) => word !== "").join(" ")}${field === undefined ? "" : ` (${field})`}`;
}

interface Pair<Unit> {
  readonly a: Unit | undefined;
  readonly b: Unit | undefined;
  /** Whichever is there. */
  readonly any: Unit;
}

/** The units of two passes by identity. */
function pairs<Unit>(first: readonly Unit[], second: readonly Unit[], idOf: (unit: Unit) => string): readonly Pair<Unit>[] {
  const a = new Map(first.map((unit) => [idOf(unit), unit]));
  const b = new Map(second.map((unit) => [idOf(unit), unit]));
  return [...new Map([...b, ...a])].map(([id, any]) => ({ a: a.get(id), b: b.get(id), any }));
}

function commandMarks({ a, b, any }: Pair<SnapshotCommand>, binary: string): readonly string[] {
  const words = [binary, ...any.path];
  if (a === undefined || b === undefined) return [markOf(words)];
  if ((a.usage === undefined) !== (b.usage === undefined)) return [markOf(words, "help")];
  const { path: _a, flags: flagsA, args: argsA, ...fieldsA } = a;
  const { path: _b, flags: flagsB, args: argsB, ...fieldsB } = b;
  return [
    ...fieldMarks({ a: fieldsA, b: fieldsB, any: fieldsA }, words),
    ...pairs(flagsA ?? [], flagsB ?? [], flagKey).flatMap((pair) => fieldMarks(pair, [...words, flagKey(pair.any)])),
    ...pairs(argsA ?? [], argsB ?? [], ({ name }) => name).flatMap((pair) => fieldMarks(pair, [...words, pair.any.name])),
  ];
}

function fieldMarks({ a, b }: Pair<object>, words: readonly string[]): readonly string[] {
  if (a === undefined || b === undefined) return [markOf(words)];
  const fieldsA = new Map<string, unknown>(Object.entries(a));
  const fieldsB = new Map<string, unknown>(Object.entries(b));
  return [...new Set([...fieldsA.keys(), ...fieldsB.keys()])]
    .filter((field) => JSON.stringify(fieldsA.get(field)) !== JSON.stringify(fieldsB.get(field)))
    .map((field) => markOf(words, field));
}

function settleCommand(command: SnapshotCommand, words: readonly string[], isMarked: IsMarked): SnapshotCommand {
  const { path, flags, args, ...fields } = command;
  if (isMarked(words, "help")) return { path, ...withFields(fields, (field) => bareFields.has(field)) };
  const settle = <Unit extends object>(units: readonly Unit[] | undefined, nameOf: (unit: Unit) => string): readonly Unit[] | undefined => {
    const settled = (units ?? [])
      .filter((unit) => !isMarked([...words, nameOf(unit)]) && !requiredFields.some((field) => isMarked([...words, nameOf(unit)], field)))
      .map((unit) => withFields(unit, (field) => !isMarked([...words, nameOf(unit)], field)));
    return settled.length > 0 ? settled : undefined;
  };
  const settled = withFields({ ...command }, (field) => !isMarked(words, field));
  return omitAbsent({ ...settled, path, args: settle(args, ({ name }) => name), flags: settle(flags, flagKey) });
}

/** A unit with those of its fields that `keep` names; the fields that can be marked are all optional. */
function withFields<Unit extends object>(unit: Unit, keep: (field: string) => boolean): Unit {
  return Object.fromEntries(Object.entries(unit).filter(([field]) => keep(field))) as Unit;
}

function featureMarks(a: Features | undefined, b: Features | undefined): readonly string[] {
  if (a === undefined || b === undefined || a.mode !== b.mode || a.probe_error !== b.probe_error)
    return JSON.stringify(a) === JSON.stringify(b) ? [] : [markOf(["features"])];
  const names = new Set(
    [a, b].flatMap(({ listed, requested_enable }) => [...(listed ?? []).map(({ name }) => name), ...(requested_enable ?? [])]),
  );
  return [...names].filter((name) => featureFacts(a, name) !== featureFacts(b, name)).map((name) => markOf(["features", name]));
}

/** All that a snapshot says of one feature. */
function featureFacts({ listed, enabled_for_snapshot, enable_failures }: Features, name: string): string {
  return JSON.stringify([
    listed?.find((row) => row.name === name),
    enabled_for_snapshot?.includes(name),
    enable_failures?.find(({ feature }) => feature === name),
  ]);
}

function settleFeatures(features: Features | undefined, kept: ReadonlySet<string>, isMarked: IsMarked): Features | undefined {
  if (features === undefined) return undefined;
  const keep = (name: string): boolean => !isMarked(["features", name]);
  const failures = features.enable_failures?.filter(({ feature }) => keep(feature));
  const isFailing = failures !== undefined && failures.length > 0;
  return omitAbsent({
    ...features,
    commands_added_when_all_enabled: features.commands_added_when_all_enabled?.filter((path) => kept.has(pathId({ path }))),
    enable_failures: isFailing ? failures : undefined,
    enabled_for_snapshot: features.enabled_for_snapshot?.filter(keep),
    listed: features.listed?.filter(({ name }) => keep(name)),
    requested_enable: isFailing ? features.requested_enable?.filter(keep) : undefined,
  });
}

function pathId({ path }: { readonly path: readonly string[] }): string {
  return path.join("\0");
}

function rejectedId({ path, key, name }: NonNullable<UpstreamSnapshotV1["rejected"]>[number]): string {
  return [...path, key ?? "", name ?? ""].join("\0");
}
