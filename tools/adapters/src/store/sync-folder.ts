import { open } from "node:fs/promises";
import { errorCode } from "../file-access.ts";

/** Brings the entries of a folder to the disk, where the system has that; false when the folder is gone. */
export async function syncFolder(path: string): Promise<boolean> {
  try {
    const folder = await open(path, "r");
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
    return true;
  } catch (error) {
    const code = errorCode(error);
    if (code === "ENOENT" || code === "ENOTDIR") return false;
    // Windows and some network file systems know no such thing, and on a read-only disk nothing waits to be written.
    if (code !== undefined && ["EISDIR", "EPERM", "EACCES", "EINVAL", "EROFS"].includes(code)) return true;
    throw error;
  }
}
