import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { orFail } from "./file-access.ts";

const abandonedAfterMs = 3_600_000;

/** Removes the folders below `root` whose name starts with `prefix` and that a killed process left over an hour ago. */
export async function removeAbandoned(root: string, prefix: string): Promise<void> {
  for (const name of await orFail("list", root, readdir(root))) {
    if (!name.startsWith(prefix)) continue;
    const path = join(root, name);
    // Another process may remove it meanwhile.
    const found = await stat(path).catch(() => undefined);
    if (found !== undefined && Date.now() - found.mtimeMs > abandonedAfterMs) {
      await orFail("remove", path, rm(path, { recursive: true, force: true }));
    }
  }
}
