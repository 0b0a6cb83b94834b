import type { CliPage, PageChange, VersionPairs } from "./model.ts";
import { commandKey } from "./unit-markup.ts";

/** The severities, the gravest first. */
const severities = ["breaking", "warning", "information"] as const satisfies readonly PageChange["severity"][];

/** What stands before a change: its severity, unless somebody accepts it. */
export type ChangeLabel = PageChange["severity"] | "waived";

/** The label of a change. */
export function changeLabel({ severity, waiver }: Pick<PageChange, "severity" | "waiver">): ChangeLabel {
  return waiver === null ? severity : "waived";
}

/** How grave a change is: 0 is the gravest. */
export function changeRank({ severity }: Pick<PageChange, "severity">): number {
  return severities.indexOf(severity);
}

/** The changes from one version of the page to a later one, the gravest first. */
export function changesBetween(page: Pick<CliPage, "versions" | "changes">, from: string, to: string): readonly PageChange[] {
  return gravestFirst(page.changes.filter(({ between }) => isBetween(page, between, from, to)));
}

/** Whether two versions are among the pairs. */
export function isBetween({ versions }: Pick<CliPage, "versions">, between: readonly VersionPairs[], from: string, to: string): boolean {
  const names = versions.map(({ version }) => version);
  const isIn = (name: string, [first, last]: readonly [string, string]): boolean =>
    names.indexOf(first) <= names.indexOf(name) && names.indexOf(name) <= names.indexOf(last);
  return between.some((pairs) => isIn(from, pairs.from) && isIn(to, pairs.to));
}

/** The changes by their command as `diff` has them: the commands with the gravest changes first, those of a command likewise. */
export function changesByCommand(changes: readonly PageChange[]): readonly (readonly PageChange[])[] {
  return [...Map.groupBy(gravestFirst(changes), ({ unit }) => commandKey(unit)).values()];
}

/** How many changes there are, and how many of them ask for attention. */
export function countText(changes: readonly PageChange[]): string {
  const labels = changes.map(changeLabel);
  const grave = (["breaking", "warning", "waived"] as const).flatMap((label) => {
    const count = labels.filter((other) => other === label).length;
    return count === 0 ? [] : [`${String(count)} ${label}`];
  });
  const all = changes.length === 1 ? "1 change" : `${changes.length === 0 ? "no" : String(changes.length)} changes`;
  return grave.length === 0 ? all : `${all}: ${grave.join(", ")}`;
}

/** The pairs in words, such as `1.0.0–1.2.0 → 1.3.0`. */
export function pairsText(between: readonly VersionPairs[]): string {
  const range = ([first, last]: readonly [string, string]): string => (first === last ? first : `${first}–${last}`);
  return between.map(({ from, to }) => `${range(from)} → ${range(to)}`).join("; ");
}

/** The pairs by the places of their versions, as the page's script reads them: `0-2:3-3 4-4:5-7`. */
export function pairsKey({ versions }: Pick<CliPage, "versions">, between: readonly VersionPairs[]): string {
  const names = versions.map(({ version }) => version);
  const range = (ends: readonly [string, string]): string => ends.map((end) => String(names.indexOf(end))).join("-");
  return between.map(({ from, to }) => `${range(from)}:${range(to)}`).join(" ");
}

function gravestFirst(changes: readonly PageChange[]): readonly PageChange[] {
  return changes.toSorted((a, b) => changeRank(a) - changeRank(b));
}
