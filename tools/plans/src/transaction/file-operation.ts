import type { JournaledChange, JournalEvent } from "../journal.ts";

/** One step of a transaction. Places are links-resolved paths from the workspace root. */
export type FileOperation =
  /** Appends a line to the journal; on disk before the next step, unless it is about one path. */
  | { readonly type: "journal"; readonly event: JournalEvent }
  /** Copies the file that stands there to the backups, and reads the copy again. */
  | { readonly type: "back-up"; readonly change: JournaledChange }
  /** Brings the entries of folders of backups to the disk: without them no backup is found after a power cut. From the transaction's own folder. */
  | { readonly type: "sync-backups"; readonly folders: readonly string[] }
  /** Makes a folder that may be there already. */
  | { readonly type: "make-folder"; readonly path: string; readonly mode?: string }
  /** Makes the new file or link at `temporary`, complete and on disk. */
  | { readonly type: "prepare"; readonly change: JournaledChange }
  /** Renames what is at `temporary` to its place. */
  | { readonly type: "replace"; readonly change: JournaledChange }
  /** Removes what stands there. */
  | { readonly type: "remove"; readonly change: JournaledChange }
  /** Puts back what stood there before: from the backup, by way of `temporary`. */
  | { readonly type: "restore"; readonly change: JournaledChange }
  /** Removes what is at `temporary`, if anything is. */
  | { readonly type: "discard"; readonly change: JournaledChange }
  /** Removes a folder, unless something is in it or it is gone. */
  | { readonly type: "remove-folder"; readonly path: string }
  /** Brings the entries of a folder to the disk, unless it is gone. */
  | { readonly type: "sync-folder"; readonly path: string };
