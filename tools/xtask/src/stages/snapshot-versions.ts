import type { Files } from "@lockstep/kernel";
import { compare, valid } from "semver";

/** The versions that have a folder in `snapshots/` of a root, ascending. Folders that are not named like a version are passed over. */
export async function snapshotVersions(files: Files, root: string): Promise<readonly string[]> {
  const entries = (await files.list(`${root}/snapshots`)) ?? [];
  return entries.flatMap(({ name, type }) => (type === "folder" && valid(name) === name ? [name] : [])).toSorted(compare);
}
