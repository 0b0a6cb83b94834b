import { InputError } from "@lockstep/kernel";
import type { PinnedArtifact } from "./artifacts-lock.ts";
import { withDownload, type DownloadWorld } from "./download.ts";
import type { World } from "../world.ts";
import { checkKept, keptPlace } from "./kept-artifact.ts";

export interface Acquired {
  /** Absolute. */
  readonly path: string;
  /** False when it was there already. */
  readonly downloaded: boolean;
}

/**
 * Provides a pinned binary: downloaded, checked and kept when it is not there yet. What is kept is hashed on each call, so that
 * something damaged is fetched anew. Throws `InputError` `ARTIFACT_INTEGRITY`, `ARTIFACT_SHA256`, `ARTIFACT_TREE` and
 * `ARTIFACT_ENTRY_MISSING`.
 */
export async function acquirePinned(world: DownloadWorld & Pick<World, "detail">, pin: PinnedArtifact): Promise<Acquired> {
  const { artifact, lockPath } = pin;
  const place = keptPlace(world.binaries, pin);
  const kept = await checkKept(world.files, place, artifact);
  if (kept === "pinned") {
    world.detail(`took "${place.binary}" from the cache: it is what "${lockPath}" pins`);
    return { path: place.binary, downloaded: false };
  }
  if (kept === "other") world.progress(`"${place.whole}" is not what "${lockPath}" pins; it is fetched again`);
  const source = {
    name: artifact.source.package,
    version: artifact.source.version,
    integrity: artifact.integrity,
    integritySource: `"${lockPath}"`,
  };
  const wanted = { entries: [artifact.file], isWhole: artifact.tree_sha256 !== undefined };
  await withDownload(world, source, wanted, async (download) => {
    if (download.sha256 !== artifact.sha256 || download.sizeBytes !== artifact.size_bytes) {
      throw new InputError(
        "ARTIFACT_SHA256",
        `"${artifact.file}" of "${source.name}@${source.version}" has the SHA-256 "${download.sha256}" (${String(download.sizeBytes)} bytes), but "${lockPath}" pins "${artifact.sha256}" (${String(artifact.size_bytes)} bytes)`,
        {
          hint: "Nothing was kept. The archive is the pinned one, so the lock was edited: restore its sha256 and size_bytes from version control",
        },
      );
    }
    if (download.treeSha256 !== artifact.tree_sha256) {
      throw new InputError(
        "ARTIFACT_TREE",
        `The files of "${source.name}@${source.version}" have the digest "${download.treeSha256 ?? ""}", but "${lockPath}" pins "${artifact.tree_sha256 ?? ""}"`,
        { hint: "Nothing was kept. The archive is the pinned one, so the lock was edited: restore its tree_sha256 from version control" },
      );
    }
    // Another process may have kept it meanwhile, and may run it already.
    if ((await checkKept(world.files, place, artifact)) !== "pinned") await world.binaries.keep(download.path, place.whole);
  });
  return { path: place.binary, downloaded: true };
}
