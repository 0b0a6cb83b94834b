export { renderCompleteness } from "./completeness.ts";
export { findMixedParsers, mixedParsersText, outdatedTargets, type TargetParser } from "./mixed-parsers.ts";
export { detectInSnapshot, detectInVersion, type SnapshotDetections } from "./run-detectors.ts";
