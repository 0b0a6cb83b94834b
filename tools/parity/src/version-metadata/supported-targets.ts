import type { ParityRules, UpstreamSnapshotUnionV2, WrapperCoverageV1 } from "@lockstep/contracts";
import { indexExclusions } from "../rules/exclusions.ts";
import { upstreamUnits, type UpstreamUnit } from "../unit.ts";
import { indexCoverage, type CoverageIndex } from "../wrapper-coverage/coverage-index.ts";

/**
 * The inputs of a union on which the wrapper supports every unit that is not excluded, in expected order (rules
 * `version_metadata.supported_policy`).
 */
export function supportedTargets(union: UpstreamSnapshotUnionV2, coverage: WrapperCoverageV1, rules: ParityRules): readonly string[] {
  const index = indexCoverage(coverage, rules);
  const exclusions = indexExclusions(rules);
  const counted = upstreamUnits(union).filter((unit) => exclusions.noteOf(unit) === undefined && !exclusions.isHidden(unit));
  return union.inputs
    .map(({ target_triple }) => target_triple)
    .filter((target) => counted.every((unit) => !unit.availableOn.includes(target) || isSupported(unit, target, index, rules)));
}

function isSupported(unit: UpstreamUnit, target: string, index: CoverageIndex, rules: ParityRules): boolean {
  const { coverage_requirement: requirement, intentionally_unsupported_requires_note: needsNote } = rules.version_metadata.supported_policy;
  const claims = index.entriesOf(unit).filter(({ targets }) => targets.has(target));
  const levels = new Set(claims.map((claim) => claim.level));
  const [only] = levels;
  const level = levels.size === 1 && only !== undefined ? only : requirement.treat_missing_as;
  if (!requirement.allowed_levels.includes(level) || requirement.disallowed_levels.includes(level)) return false;
  return level !== "intentionally_unsupported" || needsNote === false || claims.some(({ note }) => note !== undefined);
}
