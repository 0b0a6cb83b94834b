import { judgeUnit, type Comparison } from "./judge-unit.ts";
import type { Outcome } from "./classify.ts";
import type { ReportView } from "./platform-filter.ts";
import type { UnitIdentity } from "../unit.ts";
import type { FadingState } from "../fading.ts";

/** What a report makes of one upstream unit, listed or not. */
export interface UnitOutcome {
  readonly identity: UnitIdentity;
  /** `covered`, or the outcome whose list has it; a unit in no list because its command is excluded is `excluded` with it. */
  readonly outcome: Outcome | "covered";
  readonly note: string | undefined;
  readonly state: FadingState | undefined;
}

/** What the report of a view makes of every upstream unit that the view has, by the judgement that the report is made of, in the order of the union. */
export function unitOutcomes(comparison: Comparison, view: ReportView): readonly UnitOutcome[] {
  return comparison.upstream.flatMap((unit): readonly UnitOutcome[] => {
    const judgement = judgeUnit(comparison, view, unit);
    if (judgement === undefined) return [];
    const unlisted = judgement.reason.type === "hidden by its command's exclusion" ? "excluded" : "covered";
    const { availableOn: _availableOn, ...identity } = unit;
    return [{ identity, outcome: judgement.outcome ?? unlisted, note: judgement.note, state: judgement.state }];
  });
}
