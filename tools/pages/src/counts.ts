import type { CliPage, OutcomeCounts, PageOutcome, PageVersion, QueueList } from "./model.ts";

/** The counts in the order in which every table and bar has them. */
export const countColumns = [
  { count: "covered", title: "Covered", className: "covered" },
  { count: "atRisk", title: "At risk", className: "at-risk" },
  { count: "missing", title: "Missing", className: "missing" },
  { count: "intentionallyUnsupported", title: "Left out", className: "left-out" },
  { count: "excluded", title: "Excluded", className: "excluded" },
  { count: "hidden", title: "Hidden", className: "hidden-upstream" },
] as const satisfies readonly {
  readonly count: Exclude<keyof OutcomeCounts, "units">;
  readonly title: string;
  readonly className: string;
}[];

/** What each count means. */
export const countMeanings: Readonly<Record<(typeof countColumns)[number]["count"], string>> = {
  covered: "the wrapper has it",
  atRisk: "the wrapper has it, and upstream hides or deprecates it",
  missing: "upstream has it, the wrapper does not",
  intentionallyUnsupported: "this wrapper leaves it out on purpose",
  excluded: "no wrapper should have it",
  hidden: "upstream hides or deprecates it, and the wrapper does not have it",
};

const countOf: Readonly<Record<PageOutcome, Exclude<keyof OutcomeCounts, "units">>> = {
  covered: "covered",
  "at risk": "atRisk",
  missing: "missing",
  unsupported: "missing",
  passthrough: "missing",
  "intentionally unsupported": "intentionallyUnsupported",
  excluded: "excluded",
  hidden: "hidden",
};

/** The column that counts an outcome. */
export function columnOf(outcome: PageOutcome): (typeof countColumns)[number] {
  const column = countColumns.find(({ count }) => count === countOf[outcome]);
  if (column === undefined) throw new Error(`No column counts "${outcome}"`);
  return column;
}

/** Counts outcomes. */
export function countOutcomes(outcomes: readonly PageOutcome[]): OutcomeCounts {
  const counts = { units: outcomes.length, covered: 0, atRisk: 0, missing: 0, intentionallyUnsupported: 0, excluded: 0, hidden: 0 };
  for (const outcome of outcomes) counts[countOf[outcome]] += 1;
  return counts;
}

/** How many units the wrapper has, and which part of all that is, in whole percent; never 100 % while one is not. */
export function coveredShare({ covered, atRisk, units }: OutcomeCounts): { readonly covered: number; readonly percent: number } {
  const has = covered + atRisk;
  return { covered: has, percent: units === 0 ? 100 : Math.floor((100 * has) / units) };
}

/** How many units of the queue have an urgency. */
export function queueSize(queue: readonly QueueList[], urgency: QueueList["urgency"]): number {
  return queue.filter((list) => list.urgency === urgency).reduce((sum, { items }) => sum + items.length, 0);
}

/** The version that the page tells of. */
export function currentVersion({ versions, current }: CliPage): PageVersion | undefined {
  return versions.find(({ version }) => version === current);
}
