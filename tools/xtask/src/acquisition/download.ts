import { InputError, type UnpackedFile } from "@lockstep/kernel";
import type { World } from "../world.ts";

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

/** An unpacked file of a downloaded package, before it is kept. */
export interface Download extends UnpackedFile {
  readonly entry: string;
  readonly path: string;
}

/**
 * Downloads a package, checks its integrity, unpacks the first of `entries` that it has, and hands that file to `use`.
 * Whatever happens, nothing of the download is left but what `use` moved away. Throws `InputError` `ARTIFACT_INTEGRITY` and
 * `ARTIFACT_ENTRY_MISSING` besides what the ports throw.
 */
export async function withDownload<Result>(
  world: DownloadWorld,
  source: Package,
  entries: readonly string[],
  use: (download: Download) => Promise<Result>,
): Promise<Result> {
  const { binaries, files, packages, progress } = world;
  const spec = `${source.name}@${source.version}`;
  const folder = await binaries.makeDownloadFolder();
  try {
    progress(`Downloading ${spec}`);
    const archive = await packages.fetchArchive(source.name, source.version, folder);
    const sizeBytes = (await files.stat(archive))?.sizeBytes ?? 0;
    progress(`Downloaded ${String(Math.round(sizeBytes / 1e6))} MB; checking and unpacking`);
    const integrity = await binaries.integrity(archive);
    if (integrity !== source.integrity) {
      throw new InputError(
        "ARTIFACT_INTEGRITY",
        `The archive of "${spec}" has the integrity "${integrity}", but ${source.integritySource} says "${source.integrity}"`,
        { hint: "Nothing was kept. Find out what changed the package (a mirror, a proxy, an attack) before you trust another digest" },
      );
    }
    for (const entry of entries) {
      const path = `${folder}/binary`;
      const unpacked = await binaries.unpack(archive, entry, path);
      if (unpacked !== undefined) return await use({ ...unpacked, entry, path });
    }
    throw entryMissing(spec, entries, await binaries.entries(archive));
  } finally {
    await files.remove(folder);
  }
}

function entryMissing(spec: string, wanted: readonly string[], found: readonly string[]): InputError {
  const shown = found.slice(0, 20).map((entry) => `\n  ${entry}`);
  const more = found.length > 20 ? `\n  and ${String(found.length - 20)} more` : "";
  return new InputError(
    "ARTIFACT_ENTRY_MISSING",
    `The archive of "${spec}" has no file ${wanted.map((entry) => `"${entry}"`).join(" or ")}; it has:${shown.join("")}${more}`,
    { hint: 'Nothing was kept. Correct the "files" of this target in cli.json, or the "file" in artifacts.lock.json' },
  );
}
