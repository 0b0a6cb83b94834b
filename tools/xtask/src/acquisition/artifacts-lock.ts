import { parseContract, type ArtifactsLock, type LockedArtifact } from "@lockstep/contracts";
import { InputError, renderJson, type Files } from "@lockstep/kernel";
import { compare } from "semver";
import { rootWords, type CliRoot } from "../cli-root.ts";

/** One pinned binary of one CLI. */
export interface PinnedArtifact {
  readonly cli: string;
  readonly version: string;
  readonly artifact: LockedArtifact;
  /** The file that pins it. */
  readonly lockPath: string;
}

export function lockPathOf(root: string): string {
  return `${root}/artifacts.lock.json`;
}

/** Reads the lock of a manifest root; an absent one pins nothing. */
export async function readLock(files: Files, root: string): Promise<ArtifactsLock> {
  const path = lockPathOf(root);
  const text = await files.readText(path);
  return text === undefined ? { schema_version: 1, versions: [] } : parseContract("ArtifactsLock", path, text);
}

/** Writes the lock of a manifest root. Throws `InputError` `SCHEMA_VIOLATION` rather than write what `readLock` would refuse. */
export async function writeLock(files: Files, root: string, lock: ArtifactsLock): Promise<void> {
  const path = lockPathOf(root);
  const text = renderJson(lock);
  parseContract("ArtifactsLock", path, text);
  await files.writeText(path, text);
}

export function lockedArtifact(lock: ArtifactsLock, version: string, target: string): LockedArtifact | undefined {
  const found = lock.versions.find((entry) => entry.version === version);
  return found?.artifacts.find(({ target_triple }) => target_triple === target);
}

/** The pin of a version for a target. Throws `InputError` `ARTIFACT_UNPINNED`, which lists the pins there are. */
export function findPin(lock: ArtifactsLock, where: CliRoot, version: string, target: string): PinnedArtifact {
  const { cli, root } = where;
  const lockPath = lockPathOf(root);
  const found = lock.versions.find((entry) => entry.version === version);
  const artifact = lockedArtifact(lock, version, target);
  if (artifact !== undefined) return { cli, version, artifact, lockPath };
  const hint = `${lock.versions.length === 0 ? "Pin it" : "Choose one of these, or pin it"}: xtask lock add ${rootWords(where)} --version ${version} --target ${target}`;
  if (found === undefined) {
    const versions = lock.versions.map((entry) => entry.version).join(", ");
    throw new InputError(
      "ARTIFACT_UNPINNED",
      `"${lockPath}" pins no ${cli} ${version}; it pins ${versions === "" ? "no version" : versions}`,
      { hint },
    );
  }
  const targets = found.artifacts.map(({ target_triple }) => target_triple).join(", ");
  throw new InputError(
    "ARTIFACT_UNPINNED",
    `"${lockPath}" pins no ${cli} ${version} for "${target}"; it pins this version for ${targets}`,
    { hint },
  );
}

/** The lock in the order that it has to have: versions ascend, the targets of each have the order of `targets`. */
export function inOrder(lock: ArtifactsLock, targets: readonly string[]): ArtifactsLock {
  const versions = lock.versions.map((entry) => ({ ...entry, artifacts: byTarget(entry.artifacts, targets) }));
  return { ...lock, versions: versions.toSorted((a, b) => compare(a.version, b.version)) };
}

function byTarget(artifacts: readonly LockedArtifact[], targets: readonly string[]): readonly LockedArtifact[] {
  return artifacts.toSorted((a, b) => targets.indexOf(a.target_triple) - targets.indexOf(b.target_triple));
}

/** Adds a pin, in order. */
export function addPin(
  lock: ArtifactsLock,
  version: string,
  publishedAt: string,
  artifact: LockedArtifact,
  targets: readonly string[],
): ArtifactsLock {
  const known = lock.versions.find((entry) => entry.version === version) ?? { version, published_at: publishedAt, artifacts: [] };
  const others = known.artifacts.filter(({ target_triple }) => target_triple !== artifact.target_triple);
  const versions = [...lock.versions.filter((entry) => entry.version !== version), { ...known, artifacts: [...others, artifact] }];
  return inOrder({ ...lock, versions }, targets);
}
