import type { CliDescriptor, UpstreamSnapshotV1 } from "@lockstep/contracts";
import { compareTargets, divergenceWarning, type Completeness } from "./completeness.ts";
import { contradictionWarning, findContradictions } from "./contradictions.ts";
import { findShrinkage, shrinkageWarning, type Shrinkage } from "./shrinkage.ts";
import { findUndeclared, undeclaredWarning } from "./undeclared.ts";
import type { VersionPlace } from "./take-again.ts";

/** What the detectors say of one snapshot. */
export interface SnapshotDetections {
  readonly contradictions: readonly string[];
  /** Flags that help shows and the program's text does not declare. */
  readonly undeclared: readonly string[];
  readonly shrinkage: Shrinkage | undefined;
  /** One text for each warning. */
  readonly warnings: readonly string[];
}

/** What the detectors say of a version's snapshots together. */
export interface VersionDetections {
  readonly completeness: Completeness;
  readonly shrinkages: readonly Shrinkage[];
  readonly warnings: readonly string[];
}

/** Runs the detectors that look at one new snapshot; `previous` is that of the nearest earlier version of its target. */
export function detectInSnapshot(
  snapshot: UpstreamSnapshotV1,
  previous: UpstreamSnapshotV1 | undefined,
  descriptor: Pick<CliDescriptor, "framework_overrides">,
): SnapshotDetections {
  const contradictions = findContradictions(snapshot);
  const undeclared = findUndeclared(snapshot, descriptor);
  const shrinkage = previous === undefined ? undefined : findShrinkage(previous, snapshot);
  return {
    contradictions,
    undeclared,
    shrinkage,
    warnings: [
      ...(contradictions.length === 0 ? [] : [contradictionWarning(contradictions)]),
      ...(undeclared.length === 0 ? [] : [undeclaredWarning(undeclared)]),
      ...(shrinkage === undefined ? [] : [shrinkageWarning(shrinkage)]),
    ],
  };
}

/**
 * Runs the detectors that look at all snapshots of one version, which one parser read; `previous` has those of the nearest
 * earlier version of each target that has one, `place` is where the version is.
 */
export function detectInVersion(
  snapshots: ReadonlyMap<string, UpstreamSnapshotV1>,
  previous: ReadonlyMap<string, UpstreamSnapshotV1>,
  place: VersionPlace,
): VersionDetections {
  const completeness = compareTargets(snapshots);
  const shrinkages = [...snapshots].flatMap(([target, snapshot]) => {
    const earlier = previous.get(target);
    return (earlier === undefined ? undefined : findShrinkage(earlier, snapshot)) ?? [];
  });
  return {
    completeness,
    shrinkages,
    warnings: [
      ...completeness.targets.filter(({ isDiverging }) => isDiverging).map((target) => divergenceWarning(target, place)),
      ...shrinkages.map((shrinkage) => shrinkageWarning(shrinkage, place)),
    ],
  };
}
