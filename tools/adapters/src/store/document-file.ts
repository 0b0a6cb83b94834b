import { readdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { orFail } from "../file-access.ts";
import { writeSyncedFile } from "./synced-file.ts";
import { syncFolder } from "./sync-folder.ts";

/** What a document is written to until it is complete; a name that ends so is none of a document. */
const UNFINISHED = ".unfinished";

/**
 * Replaces a document as a whole, for a caller that alone may write in its folder: a reader sees the old or the new text, and so does one
 * after a crash. Throws `EnvironmentError` `FILE_ACCESS`; the old text is then still there.
 * @param path absolute, in a folder that exists
 * @param mode the permission bits of the file
 */
export async function writeDocument(path: string, text: string, mode = 0o600): Promise<void> {
  const unfinished = `${path}${UNFINISHED}`;
  await orFail("remove", unfinished, rm(unfinished, { force: true }));
  try {
    await orFail("write", path, writeSyncedFile(unfinished, Buffer.from(text), mode));
    await orFail("replace", path, rename(unfinished, path));
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => {});
    throw error;
  }
  await orFail("write", dirname(path), syncFolder(dirname(path)));
}

/** Removes what killed processes have left of documents in a folder, for a caller that alone may write in there. */
export async function removeUnfinished(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((each) => each.endsWith(UNFINISHED))) {
    await orFail("remove", join(folder, name), rm(join(folder, name), { force: true }));
  }
}

/** Moves a file out of the way of its kind, whatever is in it; returns its new path. */
export async function setAside(path: string, id: string): Promise<string> {
  const aside = `${path}.corrupt-${id}`;
  await orFail("set aside", path, rename(path, aside));
  await orFail("write", dirname(path), syncFolder(dirname(path)));
  return aside;
}
