import type { CliDescriptor } from "@lockstep/contracts";
import { artifactVersion, isPackage, sharedVersion } from "../history/released-versions.ts";

/** A target that a snapshot of the candidate is to be taken on. */
export interface SnapshotTarget {
  readonly target: string;
  readonly os: string;
  readonly arch: string;
  /** The label of a CI machine that can run its binary. */
  readonly runner: string;
  readonly isRequired: boolean;
}

/** The versions of packages that the registry lists, by package. */
export type PackageListings = ReadonlyMap<string, readonly string[]>;

/** Whether the package of a version for a target is listed. Of what has no list, a release asset or a local file, it is taken for granted; a target without an artifact in `cli.json` has nothing. */
export function isPublished(descriptor: CliDescriptor, version: string, target: string, listings: PackageListings): boolean {
  const artifact = artifactVersion(descriptor, version, target);
  if (artifact === undefined) return descriptor.artifacts.some((each) => each.target_triple === target);
  const listed = listings.get(artifact.package) ?? [];
  return listed.includes(artifact.version) || sharedVersion(descriptor, version, target, listed) !== undefined;
}

/** The packages that have the binaries of the targets, each once. */
export function targetPackages({ artifacts }: Pick<CliDescriptor, "artifacts">, targets?: readonly string[]): readonly string[] {
  const chosen = artifacts.filter(isPackage).filter(({ target_triple }) => targets === undefined || targets.includes(target_triple));
  return [...new Set(chosen.map(({ package: name }) => name))];
}

/** The expected targets to take a snapshot of a version on, in the order of the rules: those without one there. */
export function snapshotTargets(
  { targets }: Pick<CliDescriptor, "targets">,
  union: { readonly expected_targets: readonly string[]; readonly required_target: string },
  snapshotted: readonly string[],
): readonly SnapshotTarget[] {
  return union.expected_targets
    .filter((target) => !snapshotted.includes(target))
    .flatMap((target) => {
      const found = targets.find(({ target_triple }) => target_triple === target);
      return found === undefined
        ? []
        : [{ target, os: found.os, arch: found.arch, runner: found.runner, isRequired: target === union.required_target }];
    });
}
