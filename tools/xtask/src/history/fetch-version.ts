import { posix } from "node:path";
import type { CliDescriptor, LockedArtifact } from "@lockstep/contracts";
import { InputError } from "@lockstep/kernel";
import { artifactVersion } from "@lockstep/parity/history";
import { lockedArtifact, lockPathOf, readLock } from "../acquisition/artifacts-lock.ts";
import { fetchPackage, withFetched, type FetchedPackage, type Package } from "../acquisition/download.ts";
import { checkKept, keptPlace } from "../acquisition/kept-artifact.ts";
import type { World } from "../world.ts";
import type { HistoryPlace } from "./known-versions.ts";

/** A binary that is on this machine already, as it is pinned, or an archive that has it. */
export type ProvidedVersion =
  | { readonly type: "kept"; readonly binary: string; readonly publishedAt: string }
  | {
      readonly type: "fetched";
      readonly source: Package;
      readonly publishedAt: string;
      readonly pin: LockedArtifact | undefined;
      readonly fetched: FetchedPackage;
      readonly downloadMs: number;
    };

/**
 * The binary of a version where it is pinned and kept already, which is not downloaded, nor removed afterwards; `undefined`
 * elsewhere.
 */
export async function findKept(
  world: World,
  { where, descriptor, target }: HistoryPlace,
  version: string,
): Promise<ProvidedVersion | undefined> {
  const { pin, publishedAt } = await findLocked(world, where.root, version, target);
  if (pin === undefined) return undefined;
  const place = keptPlace(world.binaries, { cli: descriptor.id, version, artifact: pin, lockPath: lockPathOf(where.root) });
  return (await checkKept(world.files, place, pin)) === "pinned" ? { type: "kept", binary: place.binary, publishedAt } : undefined;
}

/**
 * Downloads the archive of a version, and nothing else: what the lock pins, or what the registry serves now. Throws `InputError`
 * `PACKAGE_UNKNOWN` besides what the ports throw.
 */
export async function fetchVersion(
  world: World,
  { where, descriptor, target }: HistoryPlace,
  version: string,
  nowMs: () => number,
): Promise<ProvidedVersion> {
  const startedAt = nowMs();
  const { pin, publishedAt } = await findLocked(world, where.root, version, target);
  const described = pin === undefined ? await describe(world, descriptor, version, target) : undefined;
  const source: Package | undefined =
    pin === undefined
      ? described?.source
      : { name: pin.source.package, version: pin.source.version, integrity: pin.integrity, integritySource: `"${lockPathOf(where.root)}"` };
  if (source === undefined) throw noArtifact(descriptor, target);
  const fetched = await fetchPackage(quiet(world), source);
  return { type: "fetched", source, publishedAt: described?.publishedAt ?? publishedAt, pin, fetched, downloadMs: nowMs() - startedAt };
}

/**
 * Unpacks the binary of a fetched archive into the folder of its download, lets `use` run it, and removes all of it. Throws
 * `InputError` `ARTIFACT_INTEGRITY` and `ARTIFACT_ENTRY_MISSING` besides what the ports throw.
 */
export async function withBinary<Result>(
  world: World,
  { descriptor, target }: HistoryPlace,
  { source, pin, fetched }: ProvidedVersion & { readonly type: "fetched" },
  use: (binary: string, sha256: string) => Promise<Result>,
): Promise<Result> {
  const template = descriptor.artifacts.find(({ target_triple }) => target_triple === target);
  const isWhole = pin === undefined ? template?.unpack === "package" : pin.tree_sha256 !== undefined;
  const entries = pin === undefined ? (template?.files ?? []) : [pin.file];
  return withFetched(quiet(world), source, { entries, isWhole }, fetched, async ({ path, entry, sha256 }) => {
    if (isWhole) return use(`${path}/${entry}`, sha256);
    // Keeping is what makes a file one that can be started; programs may look at the name they are started by.
    const binary = `${fetched.folder}/program/${posix.basename(entry)}`;
    await world.binaries.keep(path, binary);
    return use(binary, sha256);
  });
}

async function findLocked(
  world: World,
  root: string,
  version: string,
  target: string,
): Promise<{ readonly pin: LockedArtifact | undefined; readonly publishedAt: string }> {
  const lock = await readLock(world.files, root);
  return {
    pin: lockedArtifact(lock, version, target),
    publishedAt: lock.versions.find((entry) => entry.version === version)?.published_at ?? "",
  };
}

async function describe(
  { packages }: World,
  descriptor: CliDescriptor,
  version: string,
  target: string,
): Promise<{ readonly source: Package; readonly publishedAt: string }> {
  const artifact = artifactVersion(descriptor, version, target);
  if (artifact === undefined) throw noArtifact(descriptor, target);
  const { integrity, publishedAt } = await packages.describe(artifact.package, artifact.version);
  return {
    source: { name: artifact.package, version: artifact.version, integrity, integritySource: "the registry" },
    publishedAt,
  };
}

function noArtifact({ id, artifacts }: CliDescriptor, target: string): InputError {
  const known = artifacts.map(({ target_triple }) => target_triple).join(", ");
  return new InputError(
    "ARTIFACT_SOURCE_MISSING",
    `cli.json of ${id} names no artifact for "${target}"; it names ${known === "" ? "none" : known}`,
    { hint: 'Choose one of these with --target, or add the target to "artifacts" in cli.json' },
  );
}

/** What a download says of itself is told in one line for each version. */
function quiet(world: World): World {
  return { ...world, progress: () => {} };
}
