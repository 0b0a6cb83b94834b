import type { JournaledChange } from "../journal.ts";

/** The last part of a path. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** The folder of a path; `""` is the root. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf("/"), 0));
}

/** The path of something in a folder; `""` is the root. */
export function inFolder(folder: string, name: string): string {
  return folder === "" ? name : `${folder}/${name}`;
}

/** Where a change happens, links of the folders above resolved. */
export function placeOf({ folder, path }: JournaledChange): string {
  return inFolder(folder, nameOf(path));
}

/** Where a transaction keeps the new file of its n-th change until it takes its place. */
export function temporaryOf(transactionId: string, index: number, folder: string): string {
  return inFolder(folder, `.xtask-${transactionId}-${String(index)}.tmp`);
}

/** Where a transaction keeps what stood at a path, from its own folder. */
export function backupOf(path: string): string {
  return `files/${path}`;
}
