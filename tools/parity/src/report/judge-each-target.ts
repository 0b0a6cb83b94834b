import type { FadingState } from "../fading.ts";
import type { UpstreamUnit } from "../unit.ts";
import type { CoverageIndex } from "../wrapper-coverage/coverage-index.ts";
import { claimsOn, intentionOn, weakestClaim, type TargetClaim } from "../wrapper-coverage/target-claims.ts";
import { classify, intentionWithoutNote, type Candidate, type Outcome, type Reason, type Verdict } from "./classify.ts";

/** What is listed of a unit. */
export interface Judgement extends Verdict {
  /** Of a missing unit the targets on which it is missing. */
  readonly missingOn?: readonly string[];
  /** Of a hidden unit or one at risk what upstream does with it. */
  readonly state?: FadingState;
  /** Where each target was judged by itself, what became of the unit there. */
  readonly byTarget?: readonly TargetOutcome[];
}

/** What becomes of a unit on one target, and what decided. */
export interface TargetOutcome extends Pick<Verdict, "outcome" | "reason"> {
  readonly target: string;
}

/** The outcome that counts for a unit when it has several: the first of these. A unit that has none of them is covered. */
const precedence: readonly Outcome[] = [
  "excluded",
  "missing",
  "at risk",
  "unsupported",
  "intentionally unsupported",
  "passthrough",
  "hidden",
];

interface TargetVerdict {
  readonly target: string;
  readonly verdict: Verdict;
  readonly claim: TargetClaim | undefined;
  readonly state: FadingState | undefined;
}

/**
 * Judges a unit on each of the targets by itself. The worst outcome counts, with the level and the note of the targets that
 * have it. Throws `InputError` for a claim that cannot be judged.
 */
export function judgeEachTarget(
  unit: UpstreamUnit,
  targets: readonly string[],
  index: CoverageIndex,
  exclusion: Pick<Candidate, "exclusionNote" | "isHiddenByExclusion">,
  stateOn: (target: string) => FadingState | undefined,
): Judgement {
  const verdicts = targets.map((target): TargetVerdict => {
    const claim = weakestClaim(claimsOn(index, unit, new Set([target])));
    const state = stateOn(target);
    const verdict = classify({ unit, claim, ...exclusion, inherited: () => notedIntention(index, unit, target), state });
    // What decided at a command above the unit counts as a claim of the unit.
    const decisive = claim ?? (verdict.outcome === "intentionally unsupported" ? notedIntention(index, unit, target) : undefined);
    return { target, verdict, claim: decisive, state };
  });
  const outcome = precedence.find((worst) => verdicts.some(({ verdict }) => verdict.outcome === worst));
  const byTarget = verdicts.map(({ target, verdict }) => ({ target, outcome: verdict.outcome, reason: verdict.reason }));
  const deciding = verdicts.filter(({ verdict }) => verdict.outcome === outcome);
  const reason: Reason = deciding[0]?.verdict.reason ?? { type: "level", level: undefined };
  if (outcome === undefined) return { outcome, level: undefined, note: undefined, reason, byTarget };
  const claim = weakestClaim(deciding.flatMap((decided) => decided.claim ?? []));
  const states = deciding.flatMap(({ state }) => state ?? []);
  const state = states.includes("hidden") ? "hidden" : states[0];
  return {
    outcome,
    reason,
    byTarget,
    level: claim?.level,
    note: outcome === "excluded" ? deciding[0]?.verdict.note : claim?.note,
    ...(outcome === "missing" ? { missingOn: deciding.map(({ target }) => target) } : {}),
    ...((outcome === "hidden" || outcome === "at risk") && state !== undefined ? { state } : {}),
  };
}

/** The intention that a unit inherits on a target. Throws `InputError` `INTENTION_WITHOUT_NOTE`. */
function notedIntention(index: CoverageIndex, unit: UpstreamUnit, target: string): TargetClaim | undefined {
  const intention = intentionOn(index, unit, target);
  if (intention !== undefined && intention.note === undefined) throw intentionWithoutNote(intention.unit);
  return intention;
}
