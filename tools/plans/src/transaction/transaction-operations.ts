import type { BegunEvent } from "../journal.ts";
import type { FileOperation } from "./file-operation.ts";
import { backupFolders, touchedFolders } from "./begin-transaction.ts";

/**
 * What a transaction does, step by step, from its first line in the journal to its last: everything that can fail for want of space or
 * permission comes before the first path is changed, and what is changed can be told from the journal and the disk at every step.
 * @param endedAt of the last line
 */
export function transactionOperations(begun: BegunEvent, endedAt: string): readonly FileOperation[] {
  const { changes, folders, emptied } = begun;
  return [
    { type: "journal", event: begun },
    ...changes.filter(({ backup }) => backup !== undefined).map((change): FileOperation => ({ type: "back-up", change })),
    { type: "sync-backups", folders: backupFolders(begun) },
    { type: "journal", event: { type: "backed-up" } },
    ...folders.map((path): FileOperation => ({ type: "make-folder", path })),
    ...changes.filter(({ after }) => after.type !== "absent").map((change): FileOperation => ({ type: "prepare", change })),
    { type: "journal", event: { type: "prepared" } },
    ...changes.flatMap((change): readonly FileOperation[] => [
      { type: "journal", event: { type: "changing", path: change.path } },
      { type: change.after.type === "absent" ? "remove" : "replace", change },
      { type: "journal", event: { type: "changed", path: change.path } },
    ]),
    ...emptied.map(({ path }): FileOperation => ({ type: "remove-folder", path })).toReversed(),
    ...touchedFolders(begun).map((path): FileOperation => ({ type: "sync-folder", path })),
    { type: "journal", event: { type: "committed", at: endedAt } },
  ];
}
