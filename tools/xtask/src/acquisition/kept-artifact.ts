import { posix } from "node:path";
import type { LockedArtifact } from "@lockstep/contracts";
import type { BinaryStore, Files } from "@lockstep/kernel";
import { lockPathOf, readLock, type PinnedArtifact } from "./artifacts-lock.ts";
import { readTree, treeSha256 } from "./package-tree.ts";

/** The folder of a package that is kept whole, beside where a binary that is kept alone would be. */
const PACKAGE_FOLDER = "package";

/** Where an artifact is kept. Paths are absolute. */
export interface KeptPlace {
  /** The file to run. */
  readonly binary: string;
  /** What is moved there as one: the binary, or the folder of its package. */
  readonly whole: string;
}

/** The place of a pin in the cache, whether something is there or not. */
export function keptPlace(binaries: Pick<BinaryStore, "locate">, { cli, version, artifact }: PinnedArtifact): KeptPlace {
  const locate = (name: string): string => binaries.locate(cli, version, artifact.target_triple, name);
  if (artifact.tree_sha256 === undefined) {
    const binary = locate(posix.basename(artifact.file));
    return { binary, whole: binary };
  }
  const whole = locate(PACKAGE_FOLDER);
  return { binary: `${whole}/${artifact.file}`, whole };
}

/** Whether what is kept is what is pinned, by hashing all of it: `absent` when there is nothing, `other` when it differs. */
export async function checkKept(files: Files, { whole }: KeptPlace, artifact: LockedArtifact): Promise<"pinned" | "absent" | "other"> {
  const found = await files.stat(whole);
  if (found === undefined) return "absent";
  if (artifact.tree_sha256 === undefined) {
    return found.sizeBytes === artifact.size_bytes && (await files.sha256(whole)) === artifact.sha256 ? "pinned" : "other";
  }
  const tree = await readTree(files, whole);
  return tree?.get(artifact.file) === artifact.sha256 && treeSha256(tree) === artifact.tree_sha256 ? "pinned" : "other";
}

/** The kept package that a file is the pinned binary of: its folder; `undefined` for any other file. */
export async function packageOf(
  world: { readonly files: Files; readonly binaries: Pick<BinaryStore, "locate"> },
  { cli, root, binary }: { readonly cli: string; readonly root: string; readonly binary: string },
): Promise<string | undefined> {
  const lockPath = lockPathOf(root);
  for (const { version, artifacts } of (await readLock(world.files, root)).versions) {
    for (const artifact of artifacts.filter((each) => each.tree_sha256 !== undefined)) {
      const place = keptPlace(world.binaries, { cli, version, artifact, lockPath });
      if (world.files.absolute(place.binary) === world.files.absolute(binary)) return place.whole;
    }
  }
  return undefined;
}
