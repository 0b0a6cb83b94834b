import type { ParityRules, UpstreamSnapshotUnionV2, WrapperCoverageV1 } from "@lockstep/contracts";
import { InputError } from "@lockstep/kernel";
import { indexFadingUnits, type FadingUnits } from "../fading.ts";
import { decisionsFor, type RulesDecisions } from "../rules/decisions.ts";
import { indexExclusions, type Exclusions } from "../rules/exclusions.ts";
import { inExpectedOrder } from "../rules/targets.ts";
import { unitId, upstreamUnits, type UnitIdentity, type UpstreamUnit } from "../unit.ts";
import { indexCoverage, intersection, type CoverageIndex } from "../wrapper-coverage/coverage-index.ts";
import { findOverlaps } from "../wrapper-coverage/overlaps.ts";
import { resolveLevel } from "../wrapper-coverage/resolve-level.ts";
import { claimsOn, weakestClaim } from "../wrapper-coverage/target-claims.ts";
import { classify } from "./classify.ts";
import { inheritedIntention } from "./inherited-intention.ts";
import { judgeEachTarget, type Judgement } from "./judge-each-target.ts";
import type { ReportView } from "./platform-filter.ts";

/** What is compared: one version of upstream with the wrapper. */
export interface Compared {
  readonly rules: ParityRules;
  readonly union: UpstreamSnapshotUnionV2;
  readonly coverage: WrapperCoverageV1;
}

/** The same, read once for all views and units. */
export interface Comparison {
  readonly expectedTargets: readonly string[];
  readonly decisions: RulesDecisions;
  readonly index: CoverageIndex;
  /** In the order of the union. */
  readonly upstream: readonly UpstreamUnit[];
  /** The targets that have a unit, by its id. */
  readonly availability: ReadonlyMap<string, readonly string[]>;
  readonly exclusions: Exclusions;
  readonly fading: FadingUnits;
}

/** Reads what is compared. Throws `InputError` `COVERAGE_OVERLAPS` for several claims of one unit on one target, where the rules refuse them. */
export function prepareComparison({ rules, union, coverage }: Compared): Comparison {
  const index = indexCoverage(coverage, rules);
  const decisions = decisionsFor(rules);
  if (decisions.reportRefusesOverlaps) refuseOverlaps(index, rules);
  const upstream = upstreamUnits(union);
  return {
    expectedTargets: rules.union.expected_targets,
    decisions,
    index,
    upstream,
    availability: new Map(upstream.map((unit) => [unitId(unit), unit.availableOn])),
    exclusions: indexExclusions(rules),
    fading: decisions.listsFadingUnitsApart ? indexFadingUnits(union) : { stateOn: () => undefined },
  };
}

/** Judges a unit on each relevant target that has it by itself, or on all relevant targets at once; `undefined` where the view lacks it. */
export function judgeUnit(comparison: Comparison, view: ReportView, unit: UpstreamUnit): Judgement | undefined {
  const { decisions, index, exclusions, fading } = comparison;
  if (!view.isPresentOn(new Set(unit.availableOn))) return undefined;
  const exclusion = { exclusionNote: exclusions.noteOf(unit), isHiddenByExclusion: exclusions.isHidden(unit) };
  if (decisions.judgesEachTarget) {
    const targets = view.targets.filter((target) => unit.availableOn.includes(target));
    return judgeEachTarget(unit, targets, index, exclusion, (target) => fading.stateOn(unit, target));
  }
  const relevant = new Set(view.targets);
  const claim = resolveLevel(index, unit, relevant);
  return classify({ unit, claim, ...exclusion, inherited: () => inheritedIntention(index, unit, relevant) });
}

/** What the wrapper claims of a unit that a view lacks. */
export type ClaimJudgement = Pick<Judgement, "level" | "note"> & {
  /** The targets that have the unit, else its command, else those that the wrapper claims. */
  readonly shownTargets: readonly string[];
};

/** Judges the wrapper's claim of a unit that the view would have by it, but that upstream lacks there; `undefined` where nothing is claimed so. */
export function judgeClaim(comparison: Comparison, view: ReportView, identity: UnitIdentity): ClaimJudgement | undefined {
  const { decisions, index, availability, expectedTargets } = comparison;
  const relevant = new Set(view.targets);
  const available = availability.get(unitId(identity));
  const claimed = intersection(new Set(index.entriesOf(identity).flatMap(({ targets }) => [...targets])), relevant);
  if (!view.isPresentOn(claimed) || (available !== undefined && view.isPresentOn(new Set(available)))) return undefined;
  const claim = decisions.judgesEachTarget ? weakestClaim(claimsOn(index, identity, relevant)) : resolveLevel(index, identity, relevant);
  const known = available ?? availability.get(unitId({ unit: "command", path: identity.path }));
  return { level: claim?.level, note: claim?.note, shownTargets: known ?? inExpectedOrder(expectedTargets, claimed) };
}

/** Refuses several claims of one unit on one target. Throws `InputError` `COVERAGE_OVERLAPS` with every such place. */
function refuseOverlaps(index: CoverageIndex, rules: ParityRules): void {
  const claims = index.units.flatMap(({ identity, entries }) =>
    entries.map(({ targets, ...entry }) => ({ ...entry, identity, scope: [...targets] })),
  );
  const overlaps = findOverlaps(claims, rules);
  if (overlaps.length === 0) return;
  throw new InputError("COVERAGE_OVERLAPS", `"wrapper_coverage.json" is not valid:\n${overlaps.map((line) => `  ${line}`).join("\n")}`, {
    hint: "Regenerate it: xtask wrapper-coverage",
  });
}
