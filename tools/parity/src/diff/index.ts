export { breakingCalls, isBreaking, judgeChanges, type Finding, type Witness, type WitnessAnswer } from "./judge-changes.ts";
export { mergeTargets, type TargetChange } from "./merge-targets.ts";
export { planWitness, type WitnessPlan } from "./plan-witness.ts";
export { planFirstQuestion, shownNow, type FirstQuestion } from "./shown-now.ts";
export { severityTable, type Severity } from "./severity.ts";
export { applyWaivers, type AppliedWaivers, type Waiver } from "./waive.ts";
export { isWithheldFrom, readCalls, WrapperUses, type WrapperUse } from "./wrapper-use.ts";
