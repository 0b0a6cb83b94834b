export { indexFadingUnits } from "../fading.ts";
export { explainUnit, type ViewExplanation } from "../report/explain-unit.ts";
export { prepareComparison } from "../report/judge-unit.ts";
export { reportViews } from "../report/platform-filter.ts";
export { unitOutcomes, type UnitOutcome } from "../report/unit-outcomes.ts";
export { indexExclusions } from "../rules/exclusions.ts";
export { describeUnit, identityOf, unitId, unitName, upstreamUnits, type UnitIdentity } from "../unit.ts";
export { findUnit, type FoundUnit, type UnitDirectory } from "./find-unit.ts";
export {
  fieldHistory,
  unitHistory,
  type CommittedVersion,
  type FieldHistory,
  type Presence,
  type UnitInVersion,
  type UnitOnTarget,
} from "./unit-history.ts";
export { surfacePresence, type UnitPresence } from "./surface-presence.ts";
export { verdictOf } from "./verdict.ts";
export { scenarioEvidence, wrapperClaims, type ScenarioEvidence, type WrapperClaims } from "./wrapper-evidence.ts";
