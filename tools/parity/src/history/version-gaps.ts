import { compare } from "semver";
import { isPreRelease } from "./released-versions.ts";

/** Where versions lie that were not looked at. */
export interface VersionGap {
  /** The version before the gap that was looked at; `null` before the first. */
  readonly after: string | null;
  /** The version behind the gap that was looked at; `null` behind the last. */
  readonly before: string | null;
  /** The released versions in the gap, ascending, without pre-releases; `null` when it is not known which there are. */
  readonly versions: readonly string[] | null;
}

/**
 * The gaps of a history. Without a list of releases any two neighbours may have versions between them, and so may both ends.
 * @param versions that were looked at, ascending
 */
export function findGaps(versions: readonly string[], released: readonly string[] | undefined): readonly VersionGap[] {
  if (versions.length === 0) return [];
  const stable = released?.filter((version) => !isPreRelease(version)).toSorted(compare);
  return [null, ...versions].flatMap((after, at): readonly VersionGap[] => {
    const before = versions[at] ?? null;
    if (stable === undefined) return [{ after, before, versions: null }];
    const inside = stable.filter(
      (version) => (after === null || compare(version, after) > 0) && (before === null || compare(version, before) < 0),
    );
    return inside.length === 0 ? [] : [{ after, before, versions: inside }];
  });
}

/** The gaps between two versions that were looked at. */
export function gapsBetween(gaps: readonly VersionGap[], from: string, to: string): readonly VersionGap[] {
  return gaps.filter(({ after, before }) => after !== null && before !== null && compare(after, from) >= 0 && compare(before, to) <= 0);
}

/** The gap right before a version that was looked at, if there is one. */
export function gapBefore(gaps: readonly VersionGap[], version: string): VersionGap | undefined {
  return gaps.find(({ before }) => before === version);
}
