import type { CoverageReportV1, Deltas, ParityRules, UnitDelta, UpstreamSnapshotUnionV2, WrapperCoverageV1 } from "@lockstep/contracts";
import { omitAbsent } from "@lockstep/kernel";
import { indexExclusions } from "../rules/exclusions.ts";
import { inExpectedOrder } from "../rules/targets.ts";
import { compareUnits, compareUnitsOfAKind, unitId, upstreamUnits, type UnitIdentity, type UpstreamUnit } from "../unit.ts";
import { indexCoverage, intersection, type CoverageIndex } from "../wrapper-coverage/coverage-index.ts";
import { resolveLevel } from "../wrapper-coverage/resolve-level.ts";
import { classify, deltaTable, wrapperOnlyDelta, type DeltaName } from "./classify.ts";
import { inheritedIntention } from "./inherited-intention.ts";
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
  const upstream = upstreamUnits(inputs.union);
  return views.map((view) => buildReport(inputs, view, index, upstream));
}

function buildReport(
  { rules, version, coverage, generatedAt }: ReportInputs,
  view: ReportView,
  index: CoverageIndex,
  upstream: readonly UpstreamUnit[],
): CoverageReportV1 {
  const listed = [...upstreamDeltas(rules, view, index, upstream), ...wrapperOnlyDeltas(rules, view, index, upstream)];
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

function* upstreamDeltas(rules: ParityRules, view: ReportView, index: CoverageIndex, upstream: readonly UpstreamUnit[]): Generator<Listed> {
  const relevant = new Set(view.targets);
  const exclusions = indexExclusions(rules);
  for (const unit of upstream) {
    if (!view.isPresentOn(new Set(unit.availableOn))) continue;
    const { delta, level, note } = classify({
      unit,
      claim: resolveLevel(index, unit, relevant),
      exclusionNote: exclusions.noteOf(unit),
      isHiddenByExclusion: exclusions.isHidden(unit),
      inherited: () => inheritedIntention(index, unit, relevant),
    });
    if (delta !== undefined) yield { delta, identity: unit, entry: deltaEntry(unit, unit.availableOn, level, note) };
  }
}

function* wrapperOnlyDeltas(
  { union }: ParityRules,
  view: ReportView,
  index: CoverageIndex,
  upstream: readonly UpstreamUnit[],
): Generator<Listed> {
  const relevant = new Set(view.targets);
  const availability = new Map(upstream.map((unit) => [unitId(unit), unit.availableOn]));
  for (const { identity, entries } of index.units) {
    const available = availability.get(unitId(identity));
    const claimed = intersection(new Set(entries.flatMap(({ targets }) => [...targets])), relevant);
    if (!view.isPresentOn(claimed) || (available !== undefined && view.isPresentOn(new Set(available)))) continue;
    const claim = resolveLevel(index, identity, relevant);
    const known = available ?? availability.get(unitId({ unit: "command", path: identity.path }));
    const shown = known ?? inExpectedOrder(union.expected_targets, claimed);
    const delta = wrapperOnlyDelta(identity);
    if (delta !== undefined) yield { delta, identity, entry: deltaEntry(identity, shown, claim?.level, claim?.note) };
  }
}

function deltaEntry(
  identity: UnitIdentity,
  upstream_available_on: readonly string[],
  wrapper_level: UnitDelta["wrapper_level"],
  note: string | undefined,
): UnitDelta {
  return omitAbsent({
    path: identity.path,
    key: identity.unit === "flag" ? identity.name : undefined,
    name: identity.unit === "arg" ? identity.name : undefined,
    upstream_available_on,
    wrapper_level,
    note,
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
