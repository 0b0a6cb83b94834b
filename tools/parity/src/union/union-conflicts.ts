import type { Conflict, UpstreamSnapshotUnionV2 } from "@lockstep/contracts";
import { compareCodePoints } from "@lockstep/kernel";
import { describeUnit, type UnitIdentity } from "../unit.ts";

/** A field in which targets disagree on a unit, or in which a flag that the union lists at the root alone differs from the root's. */
export interface UnionConflict {
  /** As messages name it. */
  readonly unit: string;
  readonly field: string;
  /** The values by target; `null` where the field is absent. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Those of the root's flag, where the difference is from it. */
  readonly rootValues: Readonly<Record<string, unknown>> | null;
}

/** Every conflict of a union, in its order. */
export function unionConflicts({ commands }: Pick<UpstreamSnapshotUnionV2, "commands">): readonly UnionConflict[] {
  return commands.flatMap(({ path, conflicts }) =>
    (conflicts ?? []).map((conflict) => ({
      unit: describeUnit(identityOf(path, conflict)),
      field: conflict.field,
      values: conflict.values_by_target,
      rootValues: conflict.root_values_by_target ?? null,
    })),
  );
}

/** The lines of `union` about its conflicts: one for each of the first ones, and how many more there are. */
export function renderConflicts(conflicts: readonly UnionConflict[]): readonly string[] {
  const more = conflicts.length - SHOWN;
  return [
    ...conflicts.slice(0, SHOWN).map(({ unit, field, values, rootValues }) => {
      const differs = rootValues === null ? "" : `; differs from the root's flag: ${valuesText(rootValues)}`;
      return `  conflict: ${unit}, ${field}: ${valuesText(values)}${differs}`;
    }),
    ...(more > 0 ? [`  and ${String(more)} more`] : []),
  ];
}

const SHOWN = 10;
/** How much of a value stands in a line. */
const MAX_VALUE = 80;

function identityOf(path: readonly string[], { unit, key, name }: Conflict): UnitIdentity {
  return unit === "command" ? { unit, path } : { unit, path, name: key ?? name ?? "" };
}

/** The value on which all targets agree, or each value with its targets. */
function valuesText(values: Readonly<Record<string, unknown>>): string {
  const entries = Object.entries(values).toSorted(([a], [b]) => compareCodePoints(a, b));
  const byValue = Map.groupBy(entries, ([, value]) => JSON.stringify(value));
  return [...byValue]
    .map(([text, at]) => (byValue.size === 1 ? cut(text) : `${cut(text)} (${at.map(([target]) => target).join(", ")})`))
    .join(", ");
}

function cut(text: string): string {
  return text.length > MAX_VALUE ? `${text.slice(0, MAX_VALUE)}…` : text;
}
