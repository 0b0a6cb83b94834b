import type { CoverageReportV1, Deltas, ParityRules, UnitDelta, UpstreamSnapshotUnionV2, WrapperCoverageV1 } from "@lockstep/contracts";
import { InputError, omitAbsent } from "@lockstep/kernel";
import { indexFadingUnits, type FadingUnits } from "../fading.ts";
import { decisionsFor, type RulesDecisions } from "../rules/decisions.ts";
import { indexExclusions, type Exclusions } from "../rules/exclusions.ts";
import { inExpectedOrder } from "../rules/targets.ts";
import { compareUnits, compareUnitsOfAKind, unitId, upstreamUnits, type UnitIdentity, type UpstreamUnit } from "../unit.ts";
import { indexCoverage, intersection, type CoverageIndex } from "../wrapper-coverage/coverage-index.ts";
import { findOverlaps } from "../wrapper-coverage/overlaps.ts";
import { resolveLevel } from "../wrapper-coverage/resolve-level.ts";
import { claimsOn, weakestClaim } from "../wrapper-coverage/target-claims.ts";
import { classify, deltaOf, deltaTable, type DeltaName } from "./classify.ts";
import { inheritedIntention } from "./inherited-intention.ts";
import { judgeEachTarget, type Judgement } from "./judge-each-target.ts";
import type { ReportView } from "./platform-filter.ts";

/** What the reports of one version are made of. */
export interface ReportInputs {
  readonly rules: ParityRules;
  readonly version: string;
  readonly union: UpstreamSnapshotUnionV2;
  readonly coverage: WrapperCoverageV1;
  readonly generatedAt: string;
}

/** Compares upstream with the wrapper under each view. Throws `InputError` for a coverage that cannot be judged. */
export function buildReports(inputs: ReportInputs, views: readonly ReportView[]): readonly CoverageReportV1[] {
  const index = indexCoverage(inputs.coverage, inputs.rules);
  const decisions = decisionsFor(inputs.rules);
  if (decisions.reportRefusesOverlaps) refuseOverlaps(index, inputs.rules);
  const compared: Comparison = {
    ...inputs,
    decisions,
    index,
    upstream: upstreamUnits(inputs.union),
    exclusions: indexExclusions(inputs.rules),
    fading: decisions.listsFadingUnitsApart ? indexFadingUnits(inputs.union) : { stateOn: () => undefined },
  };
  return views.map((view) => buildReport(compared, view));
}

/** The inputs, read once for all views. */
interface Comparison extends ReportInputs {
  readonly decisions: RulesDecisions;
  readonly index: CoverageIndex;
  readonly upstream: readonly UpstreamUnit[];
  readonly exclusions: Exclusions;
  readonly fading: FadingUnits;
}

function buildReport(compared: Comparison, view: ReportView): CoverageReportV1 {
  const { rules, version, coverage, generatedAt } = compared;
  const listed = [...upstreamDeltas(compared, view), ...wrapperOnlyDeltas(compared, view)];
  return {
    schema_version: 1,
    generated_at: generatedAt,
    inputs: {
      upstream: { semantic_version: version, mode: "union", targets: view.targets },
      wrapper: omitAbsent({ schema_version: coverage.schema_version, wrapper_version: coverage.wrapper_version }),
      rules: { rules_schema_version: rules.rules_schema_version },
    },
    platform_filter: view.filter,
    deltas: renderDeltas(listed),
  };
}

/** A unit in a delta's list. */
interface Listed {
  readonly delta: DeltaName;
  readonly identity: UnitIdentity;
  readonly entry: UnitDelta;
}

function* upstreamDeltas(compared: Comparison, view: ReportView): Generator<Listed> {
  for (const unit of compared.upstream) {
    if (!view.isPresentOn(new Set(unit.availableOn))) continue;
    const { outcome, missingOn, ...judgement } = judgeUnit(compared, view, unit);
    const delta = outcome === undefined ? undefined : deltaOf(unit, outcome);
    if (delta === undefined) continue;
    // A view of one target says by its name where a unit is missing.
    const shown = missingOn === undefined || view.filter.mode === "exact_target" ? judgement : { ...judgement, missingOn };
    yield { delta, identity: unit, entry: deltaEntry(unit, unit.availableOn, shown) };
  }
}

/** Judges a present unit: on each relevant target that has it by itself, or on all relevant targets at once. */
function judgeUnit({ decisions, index, exclusions, fading }: Comparison, view: ReportView, unit: UpstreamUnit): Judgement {
  const exclusion = { exclusionNote: exclusions.noteOf(unit), isHiddenByExclusion: exclusions.isHidden(unit) };
  if (decisions.judgesEachTarget) {
    const targets = view.targets.filter((target) => unit.availableOn.includes(target));
    return judgeEachTarget(unit, targets, index, exclusion, (target) => fading.stateOn(unit, target));
  }
  const relevant = new Set(view.targets);
  const claim = resolveLevel(index, unit, relevant);
  return classify({ unit, claim, ...exclusion, inherited: () => inheritedIntention(index, unit, relevant) });
}

function* wrapperOnlyDeltas({ rules, decisions, index, upstream }: Comparison, view: ReportView): Generator<Listed> {
  const relevant = new Set(view.targets);
  const availability = new Map(upstream.map((unit) => [unitId(unit), unit.availableOn]));
  for (const { identity, entries } of index.units) {
    const available = availability.get(unitId(identity));
    const claimed = intersection(new Set(entries.flatMap(({ targets }) => [...targets])), relevant);
    if (!view.isPresentOn(claimed) || (available !== undefined && view.isPresentOn(new Set(available)))) continue;
    const claim = decisions.judgesEachTarget ? weakestClaim(claimsOn(index, identity, relevant)) : resolveLevel(index, identity, relevant);
    const known = available ?? availability.get(unitId({ unit: "command", path: identity.path }));
    const shown = known ?? inExpectedOrder(rules.union.expected_targets, claimed);
    const delta = deltaOf(identity, "wrapper only");
    if (delta !== undefined) yield { delta, identity, entry: deltaEntry(identity, shown, { level: claim?.level, note: claim?.note }) };
  }
}

/** An entry with its fields in the contract's order. */
function deltaEntry(
  identity: UnitIdentity,
  upstream_available_on: readonly string[],
  { missingOn, level, note, state }: Omit<Judgement, "outcome">,
): UnitDelta {
  return omitAbsent({
    path: identity.path,
    key: identity.unit === "flag" ? identity.name : undefined,
    name: identity.unit === "arg" ? identity.name : undefined,
    upstream_available_on,
    missing_on: missingOn,
    wrapper_level: level,
    note,
    state,
  } satisfies { readonly [Field in keyof Required<UnitDelta>]: UnitDelta[Field] | undefined });
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

function renderDeltas(listed: readonly Listed[]): Deltas {
  const byDelta = Map.groupBy(listed, ({ delta }) => delta);
  const lists = deltaTable.flatMap(({ delta, isAlwaysListed, isMixed }) => {
    const found = byDelta.get(delta) ?? [];
    if (found.length === 0 && isAlwaysListed !== true) return [];
    const order = isMixed === true ? compareUnits : compareUnitsOfAKind;
    return [[delta, found.toSorted((a, b) => order(a.identity, b.identity)).map(({ entry }) => entry)] as const];
  });
  // Each list's entries have the identity fields of its delta's kind, because the delta's name was chosen by that kind.
  return Object.fromEntries(lists) as unknown as Deltas;
}
