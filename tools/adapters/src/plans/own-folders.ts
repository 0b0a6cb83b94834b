import { lstat, mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { EnvironmentError } from "@lockstep/kernel";
import { errorCode, orFail, unlessAbsent } from "../file-access.ts";
import { syncFolder } from "../store/sync-folder.ts";
import { writeDocument } from "../store/document-file.ts";

/** Where a workspace keeps its plans and backups, absolute. */
export interface OwnFolders {
  readonly top: string;
  readonly plans: string;
  readonly backups: string;
  readonly lock: string;
}

/** @param root absolute, links resolved */
export function ownFolders(root: string): OwnFolders {
  const top = join(root, ".xtask");
  return { top, plans: join(top, "plans"), backups: join(top, "backups"), lock: join(top, "plans.lock") };
}

/** Throws `EnvironmentError` `STORE_UNSAFE` when one of the folders is a link or a file: what is kept could end up anywhere. Absence is fine. */
export async function assertOwnFolders({ top, plans, backups }: OwnFolders): Promise<void> {
  for (const path of [top, plans, backups]) {
    const found = await unlessAbsent("look at", path, lstat(path));
    if (found !== undefined && !found.isDirectory()) {
      throw new EnvironmentError("STORE_UNSAFE", `"${path}" is ${found.isSymbolicLink() ? "a link" : "no folder"}, wanted a folder`, {
        hint: "Move it away, then run the command again",
      });
    }
  }
}

/** Makes the top folder, which git is told to leave alone. */
export async function makeTopFolder(folders: OwnFolders): Promise<void> {
  await assertOwnFolders(folders);
  // Without it on disk no journal is, whatever is synced in it.
  if (await makeOne(folders.top, 0o777)) await orFail("write", dirname(folders.top), syncFolder(dirname(folders.top)));
}

/** Makes what is missing, for the holder of the lock. */
export async function makeOwnFolders(folders: OwnFolders): Promise<void> {
  await assertOwnFolders(folders);
  await makeOne(folders.plans, 0o700);
  // It holds what the user's files had in them, whatever their modes are.
  await makeOne(folders.backups, 0o700);
  const ignore = join(folders.top, ".gitignore");
  if ((await unlessAbsent("look at", ignore, lstat(ignore))) === undefined) await writeDocument(ignore, "*\n", 0o644);
  await orFail("write", folders.top, syncFolder(folders.top));
}

/** False when it is there already. */
async function makeOne(path: string, mode: number): Promise<boolean> {
  const made = mkdir(path, mode).then(
    () => true,
    (error: unknown) => {
      if (errorCode(error) !== "EEXIST") throw error;
      return false;
    },
  );
  return orFail("create", path, made);
}
