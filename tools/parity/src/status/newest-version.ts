import { compare, valid } from "semver";
import type { VersionStatus } from "../version-metadata/build-version-metadata.ts";

/** Where a version is known from, in the order of the chain. */
const origins = ["lock", "snapshots", "versions"] as const;
export type VersionOrigin = (typeof origins)[number];

/** How far the newest known version has come: its status, or what there is of it without one. */
export type Standing = VersionStatus | "pinned";

export interface NewestVersion {
  readonly version: string;
  readonly standing: Standing;
  readonly knownFrom: readonly VersionOrigin[];
}

/** The versions that each place knows. */
export interface KnownVersions {
  /** Those that the lock pins. */
  readonly lock: readonly string[];
  /** Those that have a folder of snapshots. */
  readonly snapshots: readonly string[];
  /** Those that have metadata, with their status. */
  readonly versions: readonly { readonly version: string; readonly status: VersionStatus }[];
}

/** The newest version that any place knows; `null` when none knows one. A version with snapshots alone counts as snapshotted. */
export function newestVersion(known: KnownVersions): NewestVersion | null {
  const placed = { lock: known.lock, snapshots: known.snapshots, versions: known.versions.map(({ version }) => version) };
  const version = Object.values(placed)
    .flat()
    .filter((text) => valid(text) === text)
    .toSorted(compare)
    .at(-1);
  if (version === undefined) return null;
  const status = known.versions.find((other) => other.version === version)?.status;
  return {
    version,
    standing: status ?? (known.snapshots.includes(version) ? "snapshotted" : "pinned"),
    knownFrom: origins.filter((origin) => placed[origin].includes(version)),
  };
}
