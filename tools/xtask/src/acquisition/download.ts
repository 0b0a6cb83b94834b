import { EnvironmentError, InputError, ToolError, type ArchiveFormat, type UnpackedFile } from "@lockstep/kernel";
import type { World } from "../world.ts";
import { formatOf, specOf, type ArtifactSource } from "./artifact-source.ts";
import { downloadLines } from "./download-progress.ts";
import { readTree, treeSha256 } from "./package-tree.ts";

/** What a download touches of the world. */
export type DownloadWorld = Pick<World, "assets" | "binaries" | "files" | "packages" | "progress">;

export interface Package {
  readonly name: string;
  readonly version: string;
  /** Subresource integrity that its archive must have: `sha512-…`. */
  readonly integrity: string;
  /** Who says so, for the error message. */
  readonly integritySource: string;
}

/** What is downloaded, whatever its source is. */
export interface Artifact {
  readonly source: ArtifactSource;
  /** The manifest root, from which the path of a local file starts. */
  readonly root: string;
  /** Subresource integrity that it must have; `undefined` when nobody says. */
  readonly integrity: string | undefined;
  /** Who says so, for the error message. */
  readonly integritySource: string;
}

/** What to unpack of a package. */
export interface WantedFiles {
  /** Where the binary may be, the first that exists. */
  readonly entries: readonly string[];
  /** Whether the rest of the package is wanted too. */
  readonly isWhole: boolean;
  /** Whether all of the archive is looked at, also what stands behind the binary: for one that nobody has looked at yet. */
  readonly isNew?: boolean;
}

/** The binary of a downloaded package, before it is kept. */
export interface Download extends UnpackedFile {
  readonly entry: string;
  /** What to keep: the binary, or the folder of its whole package. */
  readonly path: string;
  /** Of the whole package. */
  readonly treeSha256?: string;
  /** Of the archive. */
  readonly integrity: string;
}

/** An archive in the folder of its download. */
export interface FetchedPackage {
  readonly folder: string;
  readonly archive: string;
}

/**
 * Downloads an artifact, checks its integrity, unpacks the first of the entries that it has, alone or with all the rest, and hands it
 * to `use`. Whatever happens, nothing of the download is left but what `use` moved away. Throws `InputError` `ARTIFACT_INTEGRITY` and
 * `ARTIFACT_ENTRY_MISSING` besides what the ports throw.
 */
export async function withDownload<Result>(
  world: DownloadWorld,
  artifact: Artifact,
  wanted: WantedFiles,
  use: (download: Download) => Promise<Result>,
): Promise<Result> {
  return withUnpacked(world, asArchive(artifact), wanted, await fetchArtifact(world, artifact), use);
}

/** Downloads a package and does no more; its folder is the caller's to remove. Nothing is left when it fails. */
export async function fetchPackage(world: DownloadWorld, { name, version }: Pick<Package, "name" | "version">): Promise<FetchedPackage> {
  return fetchArtifact(world, { source: { type: "npm", package: name, version }, root: "" });
}

/** Downloads an artifact and does no more; its folder is the caller's to remove. Nothing is left when it fails. */
export async function fetchArtifact(world: DownloadWorld, artifact: Pick<Artifact, "source" | "root">): Promise<FetchedPackage> {
  const folder = await world.binaries.makeDownloadFolder();
  try {
    return { folder, archive: await fetchInto(world, artifact, folder) };
  } catch (error) {
    await world.files.remove(folder);
    throw error;
  }
}

async function fetchInto(
  { assets, files, packages, progress }: DownloadWorld,
  { source, root }: Pick<Artifact, "source" | "root">,
  folder: string,
): Promise<string> {
  const spec = specOf(source);
  if (source.type === "file") {
    const path = files.absolute(source.path.startsWith("/") || /^[A-Za-z]:/.test(source.path) ? source.path : `${root}/${source.path}`);
    if ((await files.stat(path))?.type === "file") return path;
    throw new InputError("ASSET_UNKNOWN", `There is no file "${path}"`, {
      hint: 'Put it there, or correct the "path" of this target in cli.json, or the "source" in artifacts.lock.json',
    });
  }
  progress(`Downloading ${spec}`);
  const lines = downloadLines(spec, progress);
  if (source.type === "npm") return packages.fetchArchive(source.package, source.version, folder, lines);
  if (assets === undefined) {
    throw new EnvironmentError("ASSET_REFUSED", `"${spec}" cannot be downloaded here: there are no web servers`, {
      hint: "Start it as xtask acquire or xtask lock",
    });
  }
  const to = `${folder}/asset`;
  await assets.fetch(source.url, to, lines);
  return to;
}

/** What has to be known of an archive to unpack it. */
interface CheckedArchive extends Omit<Artifact, "source" | "root"> {
  readonly spec: string;
  readonly format: ArchiveFormat;
}

function asArchive({ source, integrity, integritySource }: Artifact): CheckedArchive {
  return { spec: specOf(source), format: formatOf(source), integrity, integritySource };
}

/** Does with a fetched package what `withDownload` does, and removes its folder. */
export async function withFetched<Result>(
  world: DownloadWorld,
  source: Package,
  wanted: WantedFiles,
  fetched: FetchedPackage,
  use: (download: Download) => Promise<Result>,
): Promise<Result> {
  const { name, version, integrity, integritySource } = source;
  return withUnpacked(world, { spec: `${name}@${version}`, format: "npm", integrity, integritySource }, wanted, fetched, use);
}

async function withUnpacked<Result>(
  world: DownloadWorld,
  expected: CheckedArchive,
  wanted: WantedFiles,
  { folder, archive }: FetchedPackage,
  use: (download: Download) => Promise<Result>,
): Promise<Result> {
  const { binaries, files, progress } = world;
  const { spec, format } = expected;
  try {
    const sizeBytes = (await files.stat(archive))?.sizeBytes ?? 0;
    progress(`Downloaded ${String(Math.round(sizeBytes / 1e6))} MB; checking and unpacking`);
    const integrity = await binaries.integrity(archive);
    assertArchive(expected, integrity);
    const unpack = wanted.isWhole ? unpackWhole : unpackOne;
    const found = await unpack(world, { archive, format, folder }, wanted).catch((error: unknown) =>
      Promise.reject(named(error, spec, archive)),
    );
    if (found === undefined) throw entryMissing(spec, wanted.entries, await binaries.entries(archive, format));
    return await use({ ...found, integrity });
  } finally {
    await files.remove(folder);
  }
}

/** An archive that is refused is known to a person by its source, not by the file of its download, which is gone. */
function named(error: unknown, spec: string, archive: string): unknown {
  if (!(error instanceof ToolError) || !error.code.startsWith("ARCHIVE_")) return error;
  return new InputError(error.code, `The archive of "${spec}" cannot be used: ${error.message.replaceAll(`"${archive}"`, "it")}`, {
    ...(error.hint === undefined ? {} : { hint: error.hint }),
    cause: error,
  });
}

/** Throws `InputError` `ARTIFACT_INTEGRITY` when an archive is not the one that its source says. */
export function assertIntegrity({ name, version, integrity, integritySource }: Package, found: string): void {
  assertArchive({ spec: `${name}@${version}`, format: "npm", integrity, integritySource }, found);
}

function assertArchive({ spec, integrity, integritySource }: CheckedArchive, found: string): void {
  if (integrity === undefined || found === integrity) return;
  throw new InputError(
    "ARTIFACT_INTEGRITY",
    `The archive of "${spec}" has the integrity "${found}", but ${integritySource} says "${integrity}"`,
    { hint: "Nothing was kept. Find out what changed the package (a mirror, a proxy, an attack) before you trust another digest" },
  );
}

/** Where an archive is, and the folder to unpack it in. */
interface PlacedArchive {
  readonly archive: string;
  readonly format: ArchiveFormat;
  readonly folder: string;
}

type Unpacked = Omit<Download, "integrity">;

async function unpackOne(
  { binaries }: DownloadWorld,
  { archive, format, folder }: PlacedArchive,
  { entries, isNew = false }: WantedFiles,
): Promise<Unpacked | undefined> {
  const there = isNew && format !== "none" ? new Set(await binaries.entries(archive, format)) : undefined;
  for (const entry of entries.filter((each) => there?.has(each) ?? true)) {
    const path = `${folder}/binary`;
    const unpacked = await binaries.unpack(archive, entry, path, format);
    if (unpacked !== undefined) return { ...unpacked, entry, path };
  }
  return undefined;
}

async function unpackWhole(
  { binaries, files }: DownloadWorld,
  { archive, format, folder }: PlacedArchive,
  { entries }: WantedFiles,
): Promise<Unpacked | undefined> {
  const path = `${folder}/package`;
  await binaries.unpackAll(archive, path, entries, format);
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
