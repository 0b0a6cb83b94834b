import type { ParityRules } from "@lockstep/contracts";
import type { VersionStatus } from "../version-metadata/build-version-metadata.ts";

/** What is committed of one version that `verify` looks at. */
export interface WindowVersion {
  readonly version: string;
  /** `null` without metadata. */
  readonly status: VersionStatus | null;
  /** The expected targets that have a snapshot, in expected order. */
  readonly snapshots: readonly string[];
  readonly union: "complete" | "incomplete" | "missing";
  /** The expected targets without a snapshot, in expected order. */
  readonly missingTargets: readonly string[];
}

/** Describes a version by the names of the files in its folder of snapshots. */
export function windowVersion(
  { union }: Pick<ParityRules, "union">,
  { version, status }: { readonly version: string; readonly status: VersionStatus | undefined },
  fileNames: readonly string[],
): WindowVersion {
  const { true: snapshots = [], false: missingTargets = [] } = Object.groupBy(union.expected_targets, (target) =>
    fileNames.includes(`${target}.json`) ? "true" : "false",
  );
  return {
    version,
    status: status ?? null,
    snapshots,
    union: fileNames.includes("union.json") ? (missingTargets.length === 0 ? "complete" : "incomplete") : "missing",
    missingTargets,
  };
}
