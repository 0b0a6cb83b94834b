export { mendingStep } from "./mending-step.ts";
export { newestVersion, type NewestVersion } from "./newest-version.ts";
export { nextSteps, type NextStep } from "./next-steps.ts";
export { queueCounts, type QueueCounts } from "./queue-counts.ts";
export { targetPointers, type TargetPointers } from "./target-pointers.ts";
export { windowVersion, type WindowVersion } from "./window-version.ts";
