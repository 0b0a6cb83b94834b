export { chooseCandidate, type WatchFinding, type WatchReason } from "./choose-candidate.ts";
export { orderReleases } from "./order-releases.ts";
export { isPublished, snapshotTargets, targetPackages, type PackageListings, type SnapshotTarget } from "./snapshot-targets.ts";
export type { WatchWarning } from "./watch-warning.ts";
