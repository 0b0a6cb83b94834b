import { lstatSync, realpathSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { errorCode } from "../file-access.ts";

/** Where a path really leads. */
export interface RealPlace {
  /** As in `Observation`. */
  readonly realFolder: string | undefined;
  /** The parts below `realFolder`, the last one being the name of what the path is about. */
  readonly rest: readonly string[];
  readonly blockedBy?: string;
}

/**
 * Follows the folders of a path. Throws what the system throws for a folder that cannot be looked at.
 * @param root absolute, links resolved
 * @param path from the root
 */
export function findRealPlace(root: string, path: string): RealPlace {
  const parts = path.split("/");
  let existing = 0;
  let blockedBy: string | undefined;
  for (; existing < parts.length - 1; existing += 1) {
    const place = parts.slice(0, existing + 1).join("/");
    const type = typeAt(join(root, place));
    if (type === "absent") break;
    if (type === "folder") continue;
    blockedBy = place;
    break;
  }
  const real = realpathSync.native(join(root, ...parts.slice(0, existing)));
  const realFolder = fromRoot(root, real);
  return { realFolder, rest: parts.slice(existing), ...(blockedBy === undefined ? {} : { blockedBy }) };
}

/** Whether a folder, from the root, is there and reached without any link. */
export function isReal(root: string, folder: string): boolean {
  const path = join(root, folder);
  try {
    return realpathSync.native(path) === path;
  } catch (error) {
    if (["ENOENT", "ENOTDIR", "ELOOP"].includes(errorCode(error) ?? "")) return false;
    throw error;
  }
}

function typeAt(path: string): "folder" | "absent" | "other" {
  try {
    return statSync(path).isDirectory() ? "folder" : "other";
  } catch (error) {
    const code = errorCode(error);
    if (code === "ELOOP") return "other";
    if (code !== "ENOENT") throw error;
  }
  // A link that leads to nothing is there as well.
  return lstatSync(path, { throwIfNoEntry: false }) === undefined ? "absent" : "other";
}

/** A real path from the root; `undefined` outside of it. */
function fromRoot(root: string, real: string): string | undefined {
  const path = relative(root, real);
  if (path === ".." || path.startsWith(`..${sep}`) || path.startsWith(sep)) return undefined;
  return path.split(sep).join("/");
}
