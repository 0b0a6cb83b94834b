import { posix } from "node:path";
import { InputError } from "@lockstep/kernel";
import type { PinnedArtifact } from "./artifacts-lock.ts";
import { withDownload, type DownloadWorld } from "./download.ts";

export interface Acquired {
  /** Absolute. */
  readonly path: string;
  /** False when it was there already. */
  readonly downloaded: boolean;
}

/**
 * Provides a pinned binary: downloaded, checked and kept when it is not there yet. A kept file is hashed on each call, so a
 * damaged one is fetched anew. Throws `InputError` `ARTIFACT_INTEGRITY`, `ARTIFACT_SHA256` and `ARTIFACT_ENTRY_MISSING`.
 */
export async function acquirePinned(world: DownloadWorld, pin: PinnedArtifact): Promise<Acquired> {
  const { artifact, lockPath } = pin;
  const path = keptPath(world, pin);
  const kept = await world.files.stat(path);
  if (kept !== undefined) {
    if (kept.sizeBytes === artifact.size_bytes && (await world.files.sha256(path)) === artifact.sha256) return { path, downloaded: false };
    world.progress(`"${path}" is not what "${lockPath}" pins; it is fetched again`);
  }
  const source = {
    name: artifact.source.package,
    version: artifact.source.version,
    integrity: artifact.integrity,
    integritySource: `"${lockPath}"`,
  };
  await withDownload(world, source, [artifact.file], async (download) => {
    if (download.sha256 !== artifact.sha256 || download.sizeBytes !== artifact.size_bytes) {
      throw new InputError(
        "ARTIFACT_SHA256",
        `"${artifact.file}" of "${source.name}@${source.version}" has the SHA-256 "${download.sha256}" (${String(download.sizeBytes)} bytes), but "${lockPath}" pins "${artifact.sha256}" (${String(artifact.size_bytes)} bytes)`,
        {
          hint: "Nothing was kept. The archive is the pinned one, so the lock was edited: restore its sha256 and size_bytes from version control",
        },
      );
    }
    await world.binaries.keep(download.path, path);
  });
  return { path, downloaded: true };
}

/** Where the binary of a pin is kept. */
export function keptPath(world: Pick<DownloadWorld, "binaries">, { cli, version, artifact }: PinnedArtifact): string {
  return world.binaries.locate(cli, version, artifact.target_triple, posix.basename(artifact.file));
}
