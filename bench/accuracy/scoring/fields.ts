import type { SnapshotFlag } from "../take-snapshot.ts";
import type { FlagField, TruthFlag } from "../truth/truth.ts";
import { rowOf } from "../truth/visible.ts";
import type { Exactness, Miss } from "./tally.ts";

/** What was right of each field so far. */
export type FieldCounts = Partial<Record<FlagField, Exactness>>;

interface Comparison {
  readonly unit: string;
  readonly truth: TruthFlag;
  readonly ours: SnapshotFlag;
  readonly knows: ReadonlySet<FlagField>;
  /** The help of the command, where only what help can know is expected. */
  readonly help: string | undefined;
}

/** Compares the fields of a flag that both sides know, adds to the counts, and gives the misses. */
export function scoreFields(counts: FieldCounts, comparison: Comparison): readonly Miss[] {
  const { unit, truth, ours, knows, help } = comparison;
  const misses: Miss[] = [];
  const compare = (field: FlagField, expected: string, found: string): void => {
    const isRight = expected === found;
    const { of, right } = counts[field] ?? { of: 0, right: 0 };
    counts[field] = { of: of + 1, right: right + (isRight ? 1 : 0) };
    if (!isRight) misses.push({ unit, what: field, expected, found });
  };
  if (knows.has("takes_value") && truth.takesValue !== undefined) compare("takes_value", String(truth.takesValue), String(ours.takes_value));
  if (knows.has("value_name") && truth.valueNames !== undefined && truth.valueNames.length > 0)
    compare("value_name", truth.valueNames.join(" "), (ours.value_names ?? (ours.value_name === undefined ? [] : [ours.value_name])).join(" "));
  if (knows.has("repeatable") && truth.repeatable !== undefined && (help === undefined || saysRepeatable(rowOf(help, truth.names), truth.repeatable)))
    compare("repeatable", String(truth.repeatable), String(ours.repeatable === true));
  if (knows.has("default") && (truth.default !== undefined || ours.default !== undefined)) {
    const expected = bare(truth.default);
    // Not every default is shown.
    if (help === undefined || expected === "" || bare(ours.default) !== "" || rowOf(help, truth.names).includes("default")) compare("default", expected, bare(ours.default));
  }
  if (knows.has("possible_values") && (truth.choices !== undefined || ours.possible_values !== undefined)) {
    if (truth.choices !== undefined || !isBoolean(ours.possible_values ?? [])) compare("possible_values", (truth.choices ?? []).join(", "), (ours.possible_values ?? []).join(", "));
  }
  return misses;
}

/** Help marks only some: by `...`, and in yargs by its type. A flag that is not repeatable must never be called so. */
function saysRepeatable(row: string, isRepeatable: boolean): boolean {
  return !isRepeatable || /\.\.\.|\[(?:array|count)\]/.test(row);
}

/** A default without the quotes and brackets that help writes around it. */
function bare(text: string | undefined): string {
  return (text ?? "").replaceAll(/^["'[]+|["'\]]+$/g, "");
}

function isBoolean(values: readonly string[]): boolean {
  return values.toSorted().join(" ") === "false true";
}
