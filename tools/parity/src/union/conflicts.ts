import type { Conflict, SnapshotArg, SnapshotCommand, SnapshotFlag } from "@lockstep/contracts";
import { compareCodePoints, fingerprintText, omitAbsent, type Json } from "@lockstep/kernel";
import type { RulesDecisions } from "../rules/decisions.ts";
import { flagKey } from "@lockstep/surface/flag-identity";
import type { TargetVariants } from "./target-variants.ts";

/** Looks up the raw help of a command on a target; `ref` is relative to the manifest root. */
export type RawHelp = (target: string, path: readonly string[]) => { readonly ref: string; readonly sha256: string } | undefined;

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
  return {
    help_ref_by_target: Object.fromEntries(found.map(({ target, ref }) => [target, ref])),
    help_sha256_by_target: Object.fromEntries(found.map(({ target, sha256 }) => [target, sha256])),
  };
}
