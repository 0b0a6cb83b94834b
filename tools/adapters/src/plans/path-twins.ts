import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { foldPath } from "@lockstep/plans";
import { errorCode } from "../file-access.ts";

/** The names of a folder by what they become where letter case and Unicode form do not count. */
type Folded = ReadonlyMap<string, readonly string[]>;

/**
 * Finds what differs from a path, or from a folder of it, by letter case or Unicode form alone. A folder that has not changed since is not
 * read again: many paths of a plan share theirs.
 */
export function twinFinder(root: string): (path: string) => readonly string[] {
  const known = new Map<string, { readonly identity: string; readonly folded: Folded }>();
  const namesOf = (folder: string): Folded | undefined => {
    try {
      const { dev, ino, mtimeNs, ctimeNs } = statSync(folder, { bigint: true });
      const identity = [dev, ino, mtimeNs, ctimeNs].join("-");
      const former = known.get(folder);
      if (former?.identity === identity) return former.folded;
      const folded = Map.groupBy(readdirSync(folder), foldPath);
      known.set(folder, { identity, folded });
      return folded;
    } catch (error) {
      if (["ENOENT", "ENOTDIR", "ELOOP"].includes(errorCode(error) ?? "")) return undefined;
      throw error;
    }
  };
  return (path) => {
    const parts = path.split("/");
    const twins: string[] = [];
    for (const [index, part] of parts.entries()) {
      const above = parts.slice(0, index);
      const names = namesOf(join(root, ...above));
      if (names === undefined) break;
      twins.push(...(names.get(foldPath(part)) ?? []).filter((name) => name !== part).map((name) => [...above, name].join("/")));
    }
    return twins;
  };
}
