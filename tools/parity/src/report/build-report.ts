import type { CoverageReportV1, Deltas, UnitDelta } from "@lockstep/contracts";
import { omitAbsent } from "@lockstep/kernel";
import { compareUnits, compareUnitsOfAKind, type UnitIdentity } from "../unit.ts";
import { deltaOf, deltaTable, type DeltaName } from "./classify.ts";
import type { Judgement } from "./judge-each-target.ts";
import { judgeClaim, judgeUnit, prepareComparison, type Compared, type Comparison } from "./judge-unit.ts";
import type { ReportView } from "./platform-filter.ts";

/** What the reports of one version are made of. */
export interface ReportInputs extends Compared {
  readonly version: string;
  readonly generatedAt: string;
}

/** Compares upstream with the wrapper under each view. Throws `InputError` for a coverage that cannot be judged. */
export function buildReports(inputs: ReportInputs, views: readonly ReportView[]): readonly CoverageReportV1[] {
  const compared = prepareComparison(inputs);
  return views.map((view) => buildReport(inputs, compared, view));
}

function buildReport({ rules, version, coverage, generatedAt }: ReportInputs, compared: Comparison, view: ReportView): CoverageReportV1 {
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
    const judgement = judgeUnit(compared, view, unit);
    const delta = judgement?.outcome === undefined ? undefined : deltaOf(unit, judgement.outcome);
    if (judgement === undefined || delta === undefined) continue;
    // A view of one target says by its name where a unit is missing.
    const missingOn = view.filter.mode === "exact_target" ? undefined : judgement.missingOn;
    yield { delta, identity: unit, entry: deltaEntry(unit, unit.availableOn, { ...judgement, missingOn }) };
  }
}

function* wrapperOnlyDeltas(compared: Comparison, view: ReportView): Generator<Listed> {
  for (const { identity } of compared.index.units) {
    const claim = judgeClaim(compared, view, identity);
    const delta = claim === undefined ? undefined : deltaOf(identity, "wrapper only");
    if (claim !== undefined && delta !== undefined) yield { delta, identity, entry: deltaEntry(identity, claim.shownTargets, claim) };
  }
}

/** An entry with its fields in the contract's order. */
function deltaEntry(
  identity: UnitIdentity,
  upstream_available_on: readonly string[],
  { missingOn, level, note, state }: { readonly [Field in "missingOn" | "level" | "note" | "state"]?: Judgement[Field] | undefined },
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
