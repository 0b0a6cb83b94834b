import type { Conflict, SnapshotArg, SnapshotCommand, SnapshotFlag } from "@lockstep/contracts";
import { compareAbsentFirst, compareCodePoints, fingerprintText, firstOrder, omitAbsent, type Json } from "@lockstep/kernel";
import type { RulesDecisions } from "../rules/decisions.ts";
import { flagKey } from "@lockstep/surface/flag-identity";
import type { TargetVariants } from "./target-variants.ts";

/** Looks up the help of a command on a target; `ref` names a file relative to the manifest root, where there is one. */
export type RawHelp = (target: string, path: readonly string[]) => { readonly ref?: string; readonly sha256: string } | undefined;

interface CommandUnits {
  readonly command: TargetVariants<SnapshotCommand>;
  readonly flags: readonly TargetVariants<SnapshotFlag>[];
  readonly args: readonly TargetVariants<SnapshotArg>[];
}

/**
 * The fields in which the targets that have a unit disagree, ordered by unit (command, flag, arg), key or name, and
 * field. A unit that a target lacks is no conflict; an absent field counts as `null`.
 */
export function findConflicts(
  { command, flags, args }: CommandUnits,
  fields: RulesDecisions["conflictFields"],
  rawHelp: RawHelp,
): readonly Conflict[] {
  const { path } = command.canonical;
  const conflictsOf = (
    variants: TargetVariants<object>,
    identity: Pick<Conflict, "unit" | "key" | "name">,
    tracked: readonly string[],
    help_context: string,
  ): Conflict[] =>
    tracked.toSorted(compareCodePoints).flatMap((field) => {
      const values = valuesOf(variants, field);
      if (new Set(values.map(([, value]) => fingerprintText(value))).size < 2) return [];
      const { unit, key, name } = identity;
      return [
        omitAbsent({
          unit,
          path,
          key,
          name,
          field,
          values_by_target: Object.fromEntries(values),
          help_context,
          evidence: evidenceOf(variants.targets, path, rawHelp),
        }),
      ];
    });
  return [
    ...conflictsOf(command, { unit: "command" }, fields.command, "Usage"),
    ...flags.flatMap((flag) => conflictsOf(flag, { unit: "flag", key: flagKey(flag.canonical) }, fields.flag, "Options")),
    ...args.flatMap((arg) => conflictsOf(arg, { unit: "arg", name: arg.canonical.name }, fields.arg, "Arguments")),
  ];
}

/**
 * The tracked fields in which a command's flag differs from the root's flag of that key on any target, ordered by field.
 * Where upstream shows the flag is no difference in what it means: `hidden` and `deprecated` are left out.
 */
export function findRootDifferences(
  path: readonly string[],
  flag: TargetVariants<SnapshotFlag>,
  rootFlag: TargetVariants<SnapshotFlag>,
  tracked: readonly string[],
  rawHelp: RawHelp,
): readonly Conflict[] {
  return tracked
    .filter((field) => field !== "hidden" && field !== "deprecated")
    .toSorted(compareCodePoints)
    .flatMap((field) => {
      const values = valuesOf(flag, field);
      const rootValues = valuesOf(rootFlag, field).filter(([target]) => flag.byTarget.has(target));
      if (fingerprintText(values) === fingerprintText(rootValues)) return [];
      return [
        omitAbsent({
          unit: "flag" as const,
          path,
          key: flagKey(flag.canonical),
          field,
          values_by_target: Object.fromEntries(values),
          help_context: "Options",
          evidence: evidenceOf(flag.targets, path, rawHelp),
          root_values_by_target: Object.fromEntries(rootValues),
        }),
      ];
    });
}

const kindRank = { command: 0, flag: 1, arg: 2 } as const;

/** Orders the conflicts of one command by unit (command, flag, arg), key, name, and field. */
export function compareConflicts(a: Conflict, b: Conflict): number {
  return firstOrder(
    kindRank[a.unit] - kindRank[b.unit],
    compareAbsentFirst(a.key, b.key),
    compareAbsentFirst(a.name, b.name),
    compareCodePoints(a.field, b.field),
  );
}

function valuesOf(variants: TargetVariants<object>, field: string): readonly (readonly [target: string, value: Json])[] {
  return [...variants.byTarget]
    .map(([target, unit]) => [target, (unit as Readonly<Record<string, Json | undefined>>)[field] ?? null] as const)
    .toSorted(([a], [b]) => compareCodePoints(a, b));
}

function evidenceOf(targets: readonly string[], path: readonly string[], rawHelp: RawHelp): Conflict["evidence"] {
  const found = targets.toSorted(compareCodePoints).flatMap((target) => {
    const help = rawHelp(target, path);
    return help === undefined ? [] : [{ target, ...help }];
  });
  if (found.length === 0) return undefined;
  const refs = found.flatMap(({ target, ref }) => (ref === undefined ? [] : [[target, ref] as const]));
  return omitAbsent({
    help_ref_by_target: refs.length === 0 ? undefined : Object.fromEntries(refs),
    help_sha256_by_target: Object.fromEntries(found.map(({ target, sha256 }) => [target, sha256])),
  });
}
