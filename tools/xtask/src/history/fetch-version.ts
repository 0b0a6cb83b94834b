import { posix } from "node:path";
import { ToolError } from "@lockstep/kernel";
import { lockPathOf } from "../acquisition/artifacts-lock.ts";
import { assertIntegrity, entryMissing, fetchPackage, withFetched, type FetchedPackage } from "../acquisition/download.ts";
import { checkKept, keptPlace } from "../acquisition/kept-artifact.ts";
import type { World } from "../world.ts";
import type { HistoryPlace } from "./known-versions.ts";
import { TimedArchive, type BuildClocks } from "./timed-archive.ts";
import { findLocked, type VersionSource } from "./version-sources.ts";

/** A binary that is on this machine already, as it is pinned; one that was unpacked; or an archive that has it. */
export type ProvidedVersion = KeptVersion | UnpackedVersion | ArchivedVersion;

/** A binary where it is kept. */
interface KeptVersion {
  readonly type: "kept";
  readonly binary: string;
  readonly publishedAt: string;
}

/** A binary that was unpacked while its archive came in, and checked, in a folder that is to be removed. */
interface UnpackedVersion {
  readonly type: "unpacked";
  readonly folder: string;
  readonly binary: string;
  readonly sha256: string;
  readonly publishedAt: string;
  readonly downloadMs: number;
}

/** An archive in the folder of its download, which is to be removed. */
interface ArchivedVersion extends VersionSource {
  readonly type: "archive";
  readonly fetched: FetchedPackage;
  readonly downloadMs: number;
}

/** How to fetch. */
export interface FetchOptions {
  readonly clocks: BuildClocks;
  /** Until then no binary is written to the disk. */
  readonly mayWrite: Promise<void>;
  /** Aborted when nobody wants it any more; its reason is thrown then. */
  readonly stop: AbortSignal;
}

/**
 * The binary of a version where it is pinned and kept already, which is not downloaded, nor removed afterwards; `undefined`
 * elsewhere.
 */
export async function findKept(
  world: World,
  { where, descriptor, target }: HistoryPlace,
  version: string,
): Promise<KeptVersion | undefined> {
  const { pin, publishedAt } = await findLocked(world, where.root, version, target);
  if (pin === undefined) return undefined;
  const place = keptPlace(world.binaries, { cli: descriptor.id, version, artifact: pin, lockPath: lockPathOf(where.root) });
  return (await checkKept(world.files, place, pin)) === "pinned" ? { type: "kept", binary: place.binary, publishedAt } : undefined;
}

/**
 * Fetches a version: its binary is unpacked and checked while the archive comes in, which is never on the disk; where only the
 * user's client gets at the archive, or the whole package is needed, that alone is downloaded. Throws `InputError`
 * `ARTIFACT_INTEGRITY` and `ARTIFACT_ENTRY_MISSING` besides what the ports throw, and then leaves nothing.
 */
export async function fetchVersion(
  world: World,
  place: HistoryPlace,
  found: VersionSource,
  options: FetchOptions,
): Promise<ProvidedVersion> {
  const { downloads } = options.clocks;
  const startedMs = downloads.workMs;
  const streamed = wantedOf(place, found).isWhole ? undefined : await fetchStreamed(world, place, found, options);
  if (streamed !== undefined) return streamed;
  options.stop.throwIfAborted();
  const fetched = await downloads.during(() => fetchPackage(quiet(world), found.source));
  return { type: "archive", ...found, fetched, downloadMs: downloads.workMs - startedMs };
}

/** Lets `use` run the binary of a version that was fetched, and removes whatever there is of it. Throws as `fetchVersion` does. */
export async function withBinary<Result>(
  world: World,
  place: HistoryPlace,
  provided: UnpackedVersion | ArchivedVersion,
  use: (binary: string, sha256: string) => Promise<Result>,
): Promise<Result> {
  if (provided.type === "unpacked") {
    try {
      return await use(provided.binary, provided.sha256);
    } finally {
      await world.files.remove(provided.folder);
    }
  }
  const { source, fetched } = provided;
  const wanted = wantedOf(place, provided);
  return withFetched(quiet(world), source, wanted, fetched, async ({ path, entry, sha256 }) => {
    if (wanted.isWhole) return use(`${path}/${entry}`, sha256);
    // Keeping is what makes a file one that can be started.
    const binary = programPath(fetched.folder, entry);
    await world.binaries.keep(path, binary);
    return use(binary, sha256);
  });
}

/** Removes a version that nobody wants. */
export async function dropVersion({ files }: Pick<World, "files">, provided: ProvidedVersion): Promise<void> {
  if (provided.type !== "kept") await files.remove(provided.type === "unpacked" ? provided.folder : provided.fetched.folder);
}

async function fetchStreamed(
  world: World,
  place: HistoryPlace,
  found: VersionSource,
  { clocks, mayWrite, stop }: FetchOptions,
): Promise<UnpackedVersion | undefined> {
  const { binaries, files, packages } = world;
  const { source, publishedAt, unpackedBytes } = found;
  const { entries } = wantedOf(place, found);
  const spec = `${source.name}@${source.version}`;
  const archive = new TimedArchive(clocks);
  let folder: string | undefined;
  try {
    const made = await binaries.makeDownloadFolder();
    folder = made;
    const unpacked = await packages.unpackArchive?.(source.name, source.version, {
      entries,
      pathOf: (entry) => programPath(made, entry),
      mayWrite,
      maxBytes: mostBytes(unpackedBytes),
      what: `The archive of "${spec}"`,
      stop,
      onFlow: (isFlowing) => archive.flow(isFlowing),
    });
    if (unpacked === undefined) {
      await files.remove(made);
      return undefined;
    }
    const { integrity, file, entries: seen, unreadable } = unpacked;
    assertIntegrity(source, integrity);
    if (unreadable !== undefined) throw unreadable;
    if (file === undefined) throw entryMissing(spec, entries, seen);
    return { type: "unpacked", folder, binary: file.path, sha256: file.sha256, publishedAt, downloadMs: archive.downloadMs };
  } catch (error) {
    if (folder !== undefined) await files.remove(folder);
    // The user's client tries more than once.
    if (error instanceof ToolError && error.code === "PACKAGE_STREAM") return undefined;
    throw error;
  } finally {
    archive.close();
  }
}

/** Several times the largest package of today. */
const MOST_BYTES = 2 * 1024 ** 3;

/**
 * How many bytes of an archive are taken, unpacked: somewhat more than the registry says that its files have, as an archive has
 * more than files in it; and no more than any package has, whatever it says.
 */
function mostBytes(unpackedBytes: number | undefined): number {
  return unpackedBytes === undefined ? MOST_BYTES : Math.min(MOST_BYTES, Math.ceil(unpackedBytes * 1.25) + 64 * 1024 ** 2);
}

/** Programs may look at the name they are started by. */
function programPath(folder: string, entry: string): string {
  return `${folder}/program/${posix.basename(entry)}`;
}

function wantedOf(
  { descriptor, target }: HistoryPlace,
  { pin }: Pick<VersionSource, "pin">,
): { readonly entries: readonly string[]; readonly isWhole: boolean } {
  const template = descriptor.artifacts.find(({ target_triple }) => target_triple === target);
  return pin === undefined
    ? { entries: template?.files ?? [], isWhole: template?.unpack === "package" }
    : { entries: [pin.file], isWhole: pin.tree_sha256 !== undefined };
}

/** What a download says of itself is told in one line for each version. */
function quiet(world: World): World {
  return { ...world, progress: () => {} };
}
