import type { ListedReleases } from "@lockstep/kernel";
import { compare, valid } from "semver";
import { releasedVersions, type ReleaseSource } from "../history/released-versions.ts";
import type { WatchWarning } from "./watch-warning.ts";

/** The stable releases of a CLI that may be proposed, and what was odd about the list they come from. */
export interface OrderedReleases {
  /** Newest first; none is newer than what upstream calls the latest. */
  readonly releases: readonly string[];
  readonly warnings: readonly WatchWarning[];
}

/**
 * Orders what a source lists by semantic version. Left out are names that are no semantic version, versions for single targets
 * (`1.2.3-linux-x64`), and what the rules do not call stable. Releases above the tag `latest` are not out for everybody yet: they
 * are left out with a warning. A tag that names nothing usable is passed over with a warning, and the newest stable release counts.
 */
export function orderReleases(
  { names, latest }: ListedReleases,
  source: ReleaseSource,
  isStable: (version: string) => boolean,
): OrderedReleases {
  const releases = releasedVersions(names, source).filter(isStable).toReversed();
  const [newest] = releases;
  if (newest === undefined || latest === undefined) return { releases, warnings: [] };
  if (!releases.includes(latest)) {
    const reason = names.includes(latest) ? "is no stable release" : valid(latest) === null ? "is no version" : "is not listed";
    return { releases, warnings: [{ code: "latest-tag-unusable", message: `upstream's tag "latest" names "${latest}", which ${reason}` }] };
  }
  const later = releases.filter((version) => compare(version, latest) > 0);
  return {
    releases: releases.filter((version) => !later.includes(version)),
    warnings:
      later.length === 0
        ? []
        : [
            {
              code: "newer-than-latest-tag",
              message: `upstream's tag "latest" names ${latest}; not proposed: ${later.slice(0, 4).join(", ")}${later.length > 4 ? ", …" : ""}`,
            },
          ],
  };
}
