import type { CliDescriptor, NpmArtifact } from "@lockstep/contracts";
import { compare, parse } from "semver";

/** What of a `cli.json` says which package versions are versions of the CLI. */
export type ReleaseSource = Pick<CliDescriptor, "artifacts" | "release_watch">;

/** The package whose versions are those of the CLI: that of `release_watch`, else the first artifact's; `undefined` without either. */
export function releasePackage(source: ReleaseSource): string | undefined {
  return watchedPackage(source) ?? source.artifacts.find(isPackage)?.package;
}

/** The package of `release_watch`; `undefined` when nothing is watched, or the releases of a repository are. */
export function watchedPackage({ release_watch: watch }: Pick<CliDescriptor, "release_watch">): string | undefined {
  return watch?.source === "npm" ? watch.package : undefined;
}

/**
 * The versions of the CLI among the versions of its package, ascending, pre-releases included. Left out are names that are no
 * semantic version, and where one package has the binaries of all targets those of another version for one target, such as
 * `1.2.3-linux-x64`: as `artifacts` spells them, or named like a platform of Node.js, for targets that `cli.json` does not have.
 */
export function releasedVersions(names: readonly string[], source: ReleaseSource): readonly string[] {
  const own = source.artifacts.filter(isPackage).filter(({ package: name }) => name === releasePackage(source));
  const templates = own.map(({ version }) => version);
  const isShared = templates.some((template) => template !== "{version}");
  const isOfTarget = (name: string): boolean =>
    templates.some((template) => {
      const [before = "", after = ""] = template.split("{version}", 2);
      const inner = name.slice(before.length, name.length - after.length);
      return before + after !== "" && name.startsWith(before) && name.endsWith(after) && parse(inner) !== null;
    }) ||
    (isShared && platformSuffix.test(name));
  return [...new Set(names)].filter((name) => parse(name)?.version === name && !isOfTarget(name)).toSorted(compare);
}

const platformSuffix = /-(?:aix|android|darwin|freebsd|linux|openbsd|sunos|win32)-[a-z\d]+(?:-[a-z\d]+)?$/;

/** Whether a version is a pre-release by the rules of semantic versions: it has a part behind a dash. */
export function isPreRelease(version: string): boolean {
  return (parse(version)?.prerelease.length ?? 0) > 0;
}

/** Whether an artifact is a package, whose versions are listed; those of a release asset and a local file are not. */
export function isPackage(artifact: CliDescriptor["artifacts"][number]): artifact is NpmArtifact {
  return artifact.type === "npm";
}

/** A version of a package. */
export interface PackageVersion {
  readonly package: string;
  readonly version: string;
}

/** The version of the package that has the binary of a target; `undefined` when no package of `cli.json` is for the target. */
export function artifactVersion({ artifacts }: ReleaseSource, version: string, target: string): PackageVersion | undefined {
  const found = artifacts.filter(isPackage).find(({ target_triple }) => target_triple === target);
  return found === undefined ? undefined : { package: found.package, version: found.version.replaceAll("{version}", version) };
}

/**
 * The version of the CLI's own package where the one for the target is not listed: before there were versions for single targets
 * it had the binaries of all of them. `undefined` when the one for the target is listed, or neither.
 */
export function sharedVersion(
  source: ReleaseSource,
  version: string,
  target: string,
  listed: readonly string[],
): PackageVersion | undefined {
  const artifact = artifactVersion(source, version, target);
  if (artifact === undefined || artifact.package !== releasePackage(source) || listed.includes(artifact.version)) return undefined;
  return listed.includes(version) ? { package: artifact.package, version } : undefined;
}
