export { decisionsFor, type RulesDecisions } from "./rules/decisions.ts";
export { buildReports, type ReportInputs } from "./report/build-report.ts";
export { reportViews, type ReportView } from "./report/platform-filter.ts";
export { planRetention, type RetentionPlan } from "./retain/plan-retention.ts";
export { buildUnion } from "./union/build-union.ts";
export type { RawHelp } from "./union/conflicts.ts";
export { buildVersionMetadata, type ValidationSets, type VersionStatus } from "./version-metadata/build-version-metadata.ts";
export { redGates } from "./version-metadata/gates.ts";
