import { InputError, type UnpackedFile } from "@lockstep/kernel";
import type { World } from "../world.ts";
import { readTree, treeSha256 } from "./package-tree.ts";

/** What a download touches of the world. */
export type DownloadWorld = Pick<World, "binaries" | "files" | "packages" | "progress">;

export interface Package {
  readonly name: string;
  readonly version: string;
  /** Subresource integrity that its archive must have: `sha512-…`. */
  readonly integrity: string;
  /** Who says so, for the error message. */
  readonly integritySource: string;
}

/** What to unpack of a package. */
export interface WantedFiles {
  /** Where the binary may be, the first that exists. */
  readonly entries: readonly string[];
  /** Whether the rest of the package is wanted too. */
  readonly isWhole: boolean;
}

/** The binary of a downloaded package, before it is kept. */
export interface Download extends UnpackedFile {
  readonly entry: string;
  /** What to keep: the binary, or the folder of its whole package. */
  readonly path: string;
  /** Of the whole package. */
  readonly treeSha256?: string;
}

/** An archive in the folder of its download. */
export interface FetchedPackage {
  readonly folder: string;
  readonly archive: string;
}

/**
 * Downloads a package, checks its integrity, unpacks the first of the entries that it has, alone or with all the rest, and hands it to `use`.
 * Whatever happens, nothing of the download is left but what `use` moved away. Throws `InputError` `ARTIFACT_INTEGRITY` and
 * `ARTIFACT_ENTRY_MISSING` besides what the ports throw.
 */
export async function withDownload<Result>(
  world: DownloadWorld,
  source: Package,
  wanted: WantedFiles,
  use: (download: Download) => Promise<Result>,
): Promise<Result> {
  return withFetched(world, source, wanted, await fetchPackage(world, source), use);
}

/** Downloads a package and does no more; its folder is the caller's to remove. Nothing is left when it fails. */
export async function fetchPackage(
  { binaries, files, packages, progress }: DownloadWorld,
  { name, version }: Pick<Package, "name" | "version">,
): Promise<FetchedPackage> {
  const folder = await binaries.makeDownloadFolder();
  try {
    progress(`Downloading ${name}@${version}`);
    return { folder, archive: await packages.fetchArchive(name, version, folder) };
  } catch (error) {
    await files.remove(folder);
    throw error;
  }
}

/** Does with a fetched package what `withDownload` does, and removes its folder. */
export async function withFetched<Result>(
  world: DownloadWorld,
  source: Package,
  wanted: WantedFiles,
  { folder, archive }: FetchedPackage,
  use: (download: Download) => Promise<Result>,
): Promise<Result> {
  const { binaries, files, progress } = world;
  const spec = `${source.name}@${source.version}`;
  try {
    const sizeBytes = (await files.stat(archive))?.sizeBytes ?? 0;
    progress(`Downloaded ${String(Math.round(sizeBytes / 1e6))} MB; checking and unpacking`);
    assertIntegrity(source, await binaries.integrity(archive));
    const found = await (wanted.isWhole ? unpackWhole : unpackOne)(world, archive, folder, wanted.entries);
    if (found === undefined) throw entryMissing(spec, wanted.entries, await binaries.entries(archive));
    return await use(found);
  } finally {
    await files.remove(folder);
  }
}

/** Throws `InputError` `ARTIFACT_INTEGRITY` when an archive is not the one that its source says. */
export function assertIntegrity(source: Package, integrity: string): void {
  if (integrity === source.integrity) return;
  throw new InputError(
    "ARTIFACT_INTEGRITY",
    `The archive of "${source.name}@${source.version}" has the integrity "${integrity}", but ${source.integritySource} says "${source.integrity}"`,
    { hint: "Nothing was kept. Find out what changed the package (a mirror, a proxy, an attack) before you trust another digest" },
  );
}

async function unpackOne(
  { binaries }: DownloadWorld,
  archive: string,
  folder: string,
  entries: readonly string[],
): Promise<Download | undefined> {
  for (const entry of entries) {
    const path = `${folder}/binary`;
    const unpacked = await binaries.unpack(archive, entry, path);
    if (unpacked !== undefined) return { ...unpacked, entry, path };
  }
  return undefined;
}

async function unpackWhole(
  { binaries, files }: DownloadWorld,
  archive: string,
  folder: string,
  entries: readonly string[],
): Promise<Download | undefined> {
  const path = `${folder}/package`;
  await binaries.unpackAll(archive, path, entries);
  const tree = await readTree(files, path);
  const entry = entries.find((each) => tree?.has(each) === true);
  const sha256 = entry === undefined ? undefined : tree?.get(entry);
  if (entry === undefined || tree === undefined || sha256 === undefined) return undefined;
  const sizeBytes = (await files.stat(`${path}/${entry}`))?.sizeBytes ?? 0;
  return { sha256, sizeBytes, entry, path, treeSha256: treeSha256(tree) };
}

/** The error for a package that has none of the wanted files. */
export function entryMissing(spec: string, wanted: readonly string[], found: readonly string[]): InputError {
  const shown = found.slice(0, 20).map((entry) => `\n  ${entry}`);
  const more = found.length > 20 ? `\n  and ${String(found.length - 20)} more` : "";
  return new InputError(
    "ARTIFACT_ENTRY_MISSING",
    `The archive of "${spec}" has no file ${wanted.map((entry) => `"${entry}"`).join(" or ")}; it has:${shown.join("")}${more}`,
    { hint: 'Nothing was kept. Correct the "files" of this target in cli.json, or the "file" in artifacts.lock.json' },
  );
}
