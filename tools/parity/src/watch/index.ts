export { chooseCandidate, type WatchFinding } from "./choose-candidate.ts";
export { orderReleases } from "./order-releases.ts";
export { isPublished, snapshotTargets, targetPackages, type SnapshotTarget } from "./snapshot-targets.ts";
export type { WatchWarning } from "./watch-warning.ts";
