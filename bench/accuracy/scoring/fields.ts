import type { SnapshotFlag } from "../take-snapshot.ts";
import type { FlagField, TruthFlag } from "../truth/truth.ts";
import { blockOf } from "../truth/visible.ts";
import type { Exactness, Miss } from "./tally.ts";

/** What was right of each field so far. */
export type FieldCounts = Partial<Record<FlagField, Exactness>>;

interface Comparison {
  readonly unit: string;
  readonly truth: TruthFlag;
  readonly ours: SnapshotFlag;
  readonly knows: ReadonlySet<FlagField>;
  /** The help of the command. */
  readonly help: string;
  /** Whether only what help can know is expected. */
  readonly onlyShown: boolean;
}

/** Compares the fields of a flag that both sides know, adds to the counts, and gives the misses. */
export function scoreFields(counts: FieldCounts, comparison: Comparison): readonly Miss[] {
  const { unit, truth, ours, knows, help, onlyShown } = comparison;
  const misses: Miss[] = [];
  const compare = (field: FlagField, expected: string, found: string): void => {
    const isRight = expected === found;
    const { of, right } = counts[field] ?? { of: 0, right: 0 };
    counts[field] = { of: of + 1, right: right + (isRight ? 1 : 0) };
    if (!isRight) misses.push({ unit, what: field, expected, found });
  };
  if (knows.has("takes_value") && truth.takesValue !== undefined)
    compare("takes_value", String(truth.takesValue), String(ours.takes_value));
  if (knows.has("value_name") && truth.valueNames !== undefined && truth.valueNames.length > 0)
    compare(
      "value_name",
      truth.valueNames.join(" "),
      (ours.value_names ?? (ours.value_name === undefined ? [] : [ours.value_name])).join(" "),
    );
  const block = blockOf(help, truth.names);
  if (
    knows.has("repeatable") &&
    truth.repeatable !== undefined &&
    (!onlyShown || !truth.repeatable || /\.\.\.|\[(?:array|count)\]/.test(block))
  )
    compare("repeatable", String(truth.repeatable), String(ours.repeatable === true));
  if (knows.has("default")) {
    const [expected, found] = [bare(truth.default), bare(ours.default)];
    const isShown = /\bdefaults?\b/i.test(block);
    // What the author wrote into the text is help's word, though the program does not declare it.
    if (expected !== "" ? found !== "" || isShown : found !== "" && !isShown) compare("default", expected, found);
  }
  if (knows.has("possible_values") && truth.choices !== undefined) {
    const [expected, found] = [truth.choices.join(", "), (ours.possible_values ?? []).join(", ")];
    const isShown = truth.choices.every((value) => block.includes(value));
    if (expected !== "" ? !onlyShown || isShown : found !== "" && !/possible values|choices/i.test(block))
      compare("possible_values", expected, found);
  }
  return misses;
}

/** A default without the quotes and brackets that help writes around it. */
function bare(text: string | undefined): string {
  return (text ?? "").replaceAll(/^["'[]+|["'\]]+$/g, "");
}
