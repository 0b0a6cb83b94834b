export { explainUnit, type ViewExplanation } from "../report/explain-unit.ts";
export { prepareComparison } from "../report/judge-unit.ts";
export { reportViews } from "../report/platform-filter.ts";
export { indexExclusions } from "../rules/exclusions.ts";
export { describeUnit, identityOf, unitName, type UnitIdentity } from "../unit.ts";
export { findUnit, type FoundUnit, type UnitDirectory } from "./find-unit.ts";
export {
  fieldHistory,
  unitHistory,
  type CommittedVersion,
  type FieldHistory,
  type UnitInVersion,
  type UnitOnTarget,
} from "./unit-history.ts";
export { verdictOf } from "./verdict.ts";
export { scenarioEvidence, wrapperClaims, type ScenarioEvidence, type WrapperClaims } from "./wrapper-evidence.ts";
