import type { CliDescriptor } from "@lockstep/contracts";
import { renderJson } from "@lockstep/kernel";
import { inOrder, lockPathOf, readLock, writeLock } from "./artifacts-lock.ts";
import type { DownloadWorld } from "./download.ts";

/**
 * Writes the lock in its order and format, with another time of release where one is given; digests stay. Returns the lines that
 * tell what changed.
 */
export async function tidyLock(
  world: DownloadWorld,
  { descriptor, root }: { readonly descriptor: CliDescriptor; readonly root: string },
  release: { readonly version: string; readonly publishedAt: string } | undefined,
): Promise<readonly string[]> {
  const path = lockPathOf(root);
  const changes: string[] = [];
  const record = {
    path: world.files.absolute(path),
    async update() {
      const lock = await readLock(world.files, root);
      const versions = lock.versions.map((entry) => {
        if (release?.version !== entry.version || release.publishedAt === entry.published_at) return entry;
        changes.push(`${entry.version}: published_at was ${entry.published_at}, is ${release.publishedAt}`);
        return { ...entry, published_at: release.publishedAt };
      });
      const targets = descriptor.targets.map(({ target_triple }) => target_triple);
      const tidy = inOrder({ ...lock, versions }, targets);
      if (renderJson(tidy) === (await world.files.readText(path))) return;
      if (changes.length === 0) changes.push(`"${path}" was put in order`);
      await writeLock(world.files, root, tidy);
    },
  };
  await (world.binaries.updateRecord?.(record) ?? record.update());
  return changes;
}
