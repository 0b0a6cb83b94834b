import { unitId, type UnitIdentity } from "../unit.ts";
import { deltaOf, type DeltaName, type Outcome, type Reason } from "./classify.ts";
import { describeReason, type ReasonText } from "./describe-reason.ts";
import type { Judgement, TargetOutcome } from "./judge-each-target.ts";
import { judgeClaim, judgeUnit, type Comparison } from "./judge-unit.ts";
import type { ReportView } from "./platform-filter.ts";

/** What one report makes of one unit, and why. */
export interface ViewExplanation {
  /** `any`, `all`, or the one target of the report. */
  readonly view: string;
  readonly outcome: Outcome | undefined;
  /** The list that has the unit. */
  readonly list: DeltaName | undefined;
  readonly level: Judgement["level"];
  readonly note: string | undefined;
  readonly state: Judgement["state"];
  /** Of a missing unit the targets on which it is missing; a report of one target says that by its name. */
  readonly missingOn: readonly string[];
  readonly because: ReasonText;
}

/**
 * Says of every view where a unit stands and what decided, by the judgement that the reports are made of. Of a flag that the
 * union counts at the root alone, the caller says so: the union does not.
 */
export function explainUnit(
  comparison: Comparison,
  views: readonly ReportView[],
  identity: UnitIdentity,
  isCountedAtRoot: boolean,
): readonly ViewExplanation[] {
  const unit = comparison.upstream.findLast((other) => unitId(other) === unitId(identity));
  return views.map((view): ViewExplanation => {
    const { mode, target_triple } = view.filter;
    const judgement = unit === undefined ? undefined : judgeUnit(comparison, view, unit);
    const explain = (outcome: Outcome | undefined, reason: Reason, rest: Partial<Judgement>): ViewExplanation => ({
      view: target_triple ?? mode,
      outcome,
      list: outcome === undefined ? undefined : deltaOf(identity, outcome),
      level: rest.level,
      note: rest.note,
      state: rest.state,
      missingOn: (mode === "exact_target" ? undefined : rest.missingOn) ?? [],
      because: describeReason(identity, reason, comparison.exclusions, differing(rest.byTarget)),
    });
    if (judgement !== undefined) return explain(judgement.outcome, judgement.reason, judgement);
    const claim = judgeClaim(comparison, view, identity);
    if (claim === undefined) return explain(undefined, { type: isCountedAtRoot ? "counted at the root" : "absent" }, {});
    return explain("wrapper only", { type: "wrapper only", isCountedAtRoot }, claim);
  });
}

/** The outcomes of the targets, where they are not all the same. */
function differing(byTarget: readonly TargetOutcome[] = []): readonly TargetOutcome[] {
  return new Set(byTarget.map(({ outcome }) => outcome)).size > 1 ? byTarget : [];
}
