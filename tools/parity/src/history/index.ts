export { askedCandidates, EarlierNames } from "./earlier-candidates.ts";
export { foldHistory, type HistoryRange, type SurfaceHistory, type UnitTimeline } from "./fold-history.ts";
export {
  artifactVersion,
  releasedVersions,
  releasePackage,
  sharedVersion,
  watchedPackage,
  type PackageVersion,
} from "./released-versions.ts";
export { nameId, type HistoryIdentity } from "./unit-states-in.ts";
export { chooseVersions } from "./version-choice.ts";
export { findGaps, gapBefore, gapsBetween, type VersionGap } from "./version-gaps.ts";
