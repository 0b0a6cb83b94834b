import type { CoverageLevel, ParityRules, UpstreamSnapshotUnionV2, WrapperCoverageV1 } from "@lockstep/contracts";
import { indexFadingUnits } from "../fading.ts";
import { outcomeOf } from "../report/classify.ts";
import { decisionsFor } from "../rules/decisions.ts";
import { indexExclusions } from "../rules/exclusions.ts";
import { upstreamUnits, type UpstreamUnit } from "../unit.ts";
import { indexCoverage, type CoverageIndex } from "../wrapper-coverage/coverage-index.ts";
import { claimsOn, intentionOn } from "../wrapper-coverage/target-claims.ts";

/**
 * The inputs of a union on which the wrapper supports every unit that is not excluded, in expected order (rules
 * `version_metadata.supported_policy`). Where the rules list hidden and deprecated units apart, those that would be missing
 * do not count, as in a report.
 */
export function supportedTargets(union: UpstreamSnapshotUnionV2, coverage: WrapperCoverageV1, rules: ParityRules): readonly string[] {
  const index = indexCoverage(coverage, rules);
  const exclusions = indexExclusions(rules);
  const fading = indexFadingUnits(union);
  const { listsFadingUnitsApart } = decisionsFor(rules);
  const counted = upstreamUnits(union).filter((unit) => exclusions.noteOf(unit) === undefined && !exclusions.isHidden(unit));
  return union.inputs
    .map(({ target_triple }) => target_triple)
    .filter((target) =>
      counted
        .filter(({ availableOn }) => availableOn.includes(target))
        .every((unit) => isSupported(unit, target, index, rules, listsFadingUnitsApart && fading.stateOn(unit, target) !== undefined)),
    );
}

function isSupported(unit: UpstreamUnit, target: string, index: CoverageIndex, rules: ParityRules, isFading: boolean): boolean {
  const { coverage_requirement: requirement, intentionally_unsupported_requires_note: needsNote } = rules.version_metadata.supported_policy;
  const claims = claimsFor(unit, target, index, rules);
  const levels = new Set<CoverageLevel>(claims.map((claim) => claim.level));
  const [first] = levels;
  const only = levels.size === 1 ? first : undefined;
  if (isFading && outcomeOf(unit, only ?? "unknown") === "missing") return true;
  const level = only ?? requirement.treat_missing_as;
  if (!requirement.allowed_levels.includes(level) || requirement.disallowed_levels.includes(level)) return false;
  return level !== "intentionally_unsupported" || needsNote === false || claims.some(({ note }) => note !== undefined);
}

/** The unit's own claims on a target, or the intention that it inherits there. */
function claimsFor(unit: UpstreamUnit, target: string, index: CoverageIndex, rules: ParityRules): ReturnType<typeof claimsOn> {
  const claims = claimsOn(index, unit, new Set([target]));
  if (claims.length > 0 || !decisionsFor(rules).supportInheritsIntentions) return claims;
  const intention = intentionOn(index, unit, target);
  return intention === undefined ? [] : [intention];
}
