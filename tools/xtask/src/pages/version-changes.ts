import type { CliDescriptor, ParityRules, UpstreamSnapshotUnionV2, UpstreamSnapshotV1 } from "@lockstep/contracts";
import type { CliPage, PageChange, VersionPairs } from "@lockstep/pages";
import { applyWaivers, judgeChanges, type Finding, type TargetChange, type Waiver, type WrapperUses } from "@lockstep/parity/diff";
import type { CommittedVersion } from "@lockstep/parity/why";
import { compareChanges, surfaceDiffs } from "@lockstep/surface/diff";
import { pairSides, type Comparisons, type Side, type VersionSides } from "../diffing/diff-sides.ts";
import { changesOf, usesAtSide, wrapperUseOf } from "../diffing/judge-comparisons.ts";
import { acceptance, messageOf, reasonOf } from "../diffing/render-diff.ts";
import type { KnownWrapper } from "../diffing/wrapper-sources.ts";
import { joinPairs, type Pair } from "./join-pairs.ts";

/** What a diff of versions is made with. */
export interface DiffInputs {
  readonly rules: ParityRules;
  readonly framework: CliDescriptor["framework"];
  readonly waivers: readonly Waiver[];
  /** Reads what is known of the wrapper once it is known whether any change matters to it. */
  readonly readWrapper: (changes: readonly TargetChange[]) => Promise<KnownWrapper>;
}

/** Two versions by their places, and what differs. */
interface VersionPair {
  readonly pair: Pair;
  readonly comparisons: Comparisons;
  readonly changes: readonly TargetChange[];
}

/**
 * What `diff --no-replay` tells of every two versions, which are ascending: each finding and remark once, with the pairs that have it.
 * Versions that cannot be compared have a remark that says why. Throws what `readWrapper` throws.
 */
export async function versionChanges(
  versions: readonly CommittedVersion[],
  { rules, framework, waivers, readWrapper }: DiffInputs,
): Promise<Pick<CliPage, "changes" | "remarks">> {
  const names = versions.map(({ version }) => version);
  const sides = versions.map(sidesOf);
  const remarks = new Map<string, Pair[]>();
  const remark = (pair: Pair, text: string): void => void remarks.set(text, [...(remarks.get(text) ?? []), pair]);
  const diff = surfaceDiffs({ framework });
  const compared = sides.flatMap((second, later) =>
    sides.slice(0, later).flatMap((first, earlier): readonly VersionPair[] => {
      const pair = [earlier, later] as const;
      const comparisons = compareSides(rules, first, second);
      if ("problem" in comparisons) {
        remark(pair, comparisons.problem);
        return [];
      }
      return [{ pair, comparisons, changes: changesOf(comparisons.compared, diff) }];
    }),
  );
  const wrapper = await readWrapper(compared.flatMap(({ changes }) => changes));
  const uses = new Map<Side, WrapperUses>();
  const usesAt = (side: Side): WrapperUses => {
    const known = uses.get(side) ?? usesAtSide(wrapper, side, framework);
    uses.set(side, known);
    return known;
  };
  const found = new Map<string, { readonly finding: Finding; readonly change: Omit<PageChange, "between">; readonly pairs: Pair[] }>();
  for (const { pair, comparisons, changes } of compared) {
    const after = names[pair[1]] ?? "";
    for (const text of remarksOf(comparisons, wrapper, changes)) remark(pair, text);
    const applied = applyWaivers(
      waivers,
      changes.map(({ change }) => change),
      after,
    );
    const comparedNames = comparisons.compared.map(({ name }) => name);
    for (const finding of judgeChanges(changes, wrapperUseOf(comparisons.compared, usesAt), new Map(), applied)) {
      const change = pageChange(finding, comparedNames, after);
      const key = JSON.stringify(change);
      const known = found.get(key);
      if (known === undefined) found.set(key, { finding, change, pairs: [pair] });
      else known.pairs.push(pair);
    }
  }
  const between = (pairs: readonly Pair[]): readonly VersionPairs[] =>
    joinPairs(pairs).map(({ from, to }) => ({ from: named(names, from), to: named(names, to) }));
  return {
    changes: [...found.values()]
      .toSorted((a, b) => compareChanges(a.finding.change, b.finding.change))
      .map(({ change, pairs }) => ({ ...change, between: between(pairs) })),
    remarks: [...remarks].map(([text, pairs]) => ({ text, between: between(pairs) })),
  };
}

type CommittedSides = VersionSides & { readonly union: Side | undefined };

function sidesOf({ version, snapshots, union }: CommittedVersion): CommittedSides {
  const side = (target: string, surface: UpstreamSnapshotV1 | UpstreamSnapshotUnionV2): Side => ({ version, target, surface });
  return {
    version,
    sides: new Map([...snapshots].map(([target, snapshot]) => [target, side(target, snapshot)])),
    union: union === undefined ? undefined : side("union", union),
  };
}

function compareSides({ union }: ParityRules, first: CommittedSides, second: CommittedSides): Comparisons | { readonly problem: string } {
  const paired = pairSides(union.expected_targets, first, second);
  if (paired !== undefined) return paired;
  if (first.sides.size > 0 && second.sides.size > 0) return { problem: "Not compared: the versions have no target in common." };
  if (first.union !== undefined && second.union !== undefined)
    return { compared: [{ name: "union", before: first.union, after: second.union }], notCompared: [] };
  return { problem: `Not compared: ${(first.union === undefined ? first : second).version} has no union.` };
}

/** What a reader has to know before the findings, as `diff` says it. */
function remarksOf(
  { compared, notCompared }: Comparisons,
  { hasWrapper, problem }: KnownWrapper,
  changes: readonly TargetChange[],
): readonly string[] {
  return [
    `On ${compared.map(({ name }) => name).join(", ")}.`,
    ...notCompared.map(({ target, reason }) => `Not compared: ${target}; ${reason}.`),
    ...(hasWrapper ? [] : ["There is no wrapper that anything could break."]),
    ...(problem === null ? [] : [`Without the wrapper's calls: ${problem}.`]),
    ...(changes.length === 0 ? ["No difference."] : []),
  ];
}

function pageChange(finding: Finding, compared: readonly string[], after: string): Omit<PageChange, "between"> {
  const { change, severity, waiver } = finding;
  return {
    id: change.code,
    severity,
    unit: { kind: change.unit, path: change.path, name: change.name },
    text: messageOf(finding, compared),
    // The version is not named, so that a finding of several pairs is one.
    reason: severity === "information" ? null : reasonOf(finding, after, "the later version"),
    waiver: waiver === undefined ? null : acceptance(waiver),
  };
}

function named(names: readonly string[], [first, last]: Pair): readonly [string, string] {
  return [names[first] ?? "", names[last] ?? ""];
}
