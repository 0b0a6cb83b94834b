import { EnvironmentError, InputError } from "@lockstep/kernel";
import { specOf } from "./artifact-source.ts";
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

/** How to provide a binary. */
export interface AcquireOptions {
  /** Nothing comes from the network. */
  readonly isOffline?: boolean;
}

/**
 * Provides a pinned binary: downloaded, checked and kept when it is not there yet. What is kept is hashed on each call, so that
 * something damaged is fetched anew. Throws `InputError` `ARTIFACT_INTEGRITY`, `ARTIFACT_SHA256`, `ARTIFACT_TREE` and
 * `ARTIFACT_ENTRY_MISSING`, and `EnvironmentError` `OFFLINE` where the network would be needed and is not to be used.
 */
export async function acquirePinned(
  world: DownloadWorld & Pick<World, "detail">,
  pin: PinnedArtifact,
  { isOffline = false }: AcquireOptions = {},
): Promise<Acquired> {
  const { artifact, lockPath } = pin;
  const place = keptPlace(world.binaries, pin);
  // Before it is looked at, so that no other process removes it meanwhile.
  await world.binaries.noteUse?.(place.whole);
  const kept = await checkKept(world.files, place, artifact);
  if (kept === "pinned") {
    world.detail(`took "${place.binary}" from the cache: it is what "${lockPath}" pins`);
    return { path: place.binary, downloaded: false };
  }
  const { source } = artifact;
  if (isOffline && source.type !== "file") throw offline(pin, kept === "other" ? `what is at "${place.whole}" is damaged` : undefined);
  if (kept === "other") world.progress(`"${place.whole}" is not what "${lockPath}" pins; it is fetched again`);
  const spec = specOf(source);
  const root = lockPath.replace(/\/?[^/]*$/, "");
  const wanted = { entries: [artifact.file], isWhole: artifact.tree_sha256 !== undefined };
  await withDownload(world, { source, root, integrity: artifact.integrity, integritySource: `"${lockPath}"` }, wanted, async (download) => {
    if (download.sha256 !== artifact.sha256 || download.sizeBytes !== artifact.size_bytes) {
      throw new InputError(
        "ARTIFACT_SHA256",
        `"${artifact.file}" of "${spec}" has the SHA-256 "${download.sha256}" (${String(download.sizeBytes)} bytes), but "${lockPath}" pins "${artifact.sha256}" (${String(artifact.size_bytes)} bytes)`,
        {
          hint: "Nothing was kept. The archive is the pinned one, so the lock was edited: restore its sha256 and size_bytes from version control",
        },
      );
    }
    if (download.treeSha256 !== artifact.tree_sha256) {
      throw new InputError(
        "ARTIFACT_TREE",
        `The files of "${spec}" have the digest "${download.treeSha256 ?? ""}", but "${lockPath}" pins "${artifact.tree_sha256 ?? ""}"`,
        { hint: "Nothing was kept. The archive is the pinned one, so the lock was edited: restore its tree_sha256 from version control" },
      );
    }
    // Another process may have kept it meanwhile, and may run it already.
    if ((await checkKept(world.files, place, artifact)) !== "pinned") await world.binaries.keep(download.path, place.whole);
  });
  return { path: place.binary, downloaded: true };
}

function offline({ cli, version, artifact }: PinnedArtifact, finding = "it is not in the cache"): EnvironmentError {
  return new EnvironmentError(
    "OFFLINE",
    `${cli} ${version} for "${artifact.target_triple}" has to be fetched from "${specOf(artifact.source)}" (the binary has ${String(artifact.size_bytes)} bytes): ${finding}, and --offline fetches nothing`,
    { hint: "Run the same command without --offline once, or copy .cache/artifacts from a machine that has it" },
  );
}
