import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { InputError } from "@lockstep/kernel";
import type { FileState, JournaledChange } from "@lockstep/plans";
import { writeSyncedFile } from "../store/synced-file.ts";
import { FileFailed, orFileFails, orFileLaterFails } from "./file-failed.ts";
import { digestOf, readAt } from "./file-state.ts";

/** Writes a backup below the folder of a transaction, on disk, and reads it again. Throws `FileFailed`. */
export async function writeBackup(folder: string, change: JournaledChange, bytes: Uint8Array): Promise<void> {
  const path = join(folder, change.backup ?? "");
  orFileFails("back up", change.path, () => mkdirSync(dirname(path), { recursive: true, mode: 0o700 }));
  await orFileLaterFails("back up", change.path, writeSyncedFile(path, bytes, 0o600));
  if (isOf(change.before, orFileFails("back up", change.path, () => readAt(path)).bytes)) return;
  throw new FileFailed({
    code: "BACKUP",
    message: `The backup of "${change.path}" is not what was written`,
    hint: "Look at the health of the disk",
  });
}

/**
 * The bytes of a backup. Throws `InputError` `BACKUP_CORRUPT` when they are not those that stood there, and `FileFailed` when it cannot be read.
 * @param folder absolute, of the transaction
 */
export function readBackup(folder: string, change: JournaledChange): Uint8Array {
  const path = join(folder, change.backup ?? "");
  const { bytes } = orFileFails("read the backup of", change.path, () => readAt(path));
  if (isOf(change.before, bytes)) return bytes;
  throw new InputError("BACKUP_CORRUPT", `The backup of "${change.path}" is not what stood there: "${path}" was changed`, {
    hint: "Put the file back from somewhere else, such as git",
  });
}

function isOf(state: FileState, bytes: Uint8Array): boolean {
  return state.type === "file" && digestOf(bytes).sha256 === state.sha256;
}
