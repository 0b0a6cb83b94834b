import type { FileChange } from "./file-change.ts";

/** What a transaction does to one path, and the files that it uses for it. */
export interface JournaledChange extends FileChange {
  /** The real place of its folder, links resolved, from the workspace root: what is changed is the last part of `path` in there. */
  readonly folder: string;
  /**
   * Beside the file in `folder`, from the workspace root: the new file, complete and on disk before the first path is changed. What goes
   * back from a backup stands there meanwhile too, also for a deletion.
   */
  readonly temporary: string;
  /** The verified copy of the file that stood there, from the folder of the transaction. Absent when nothing or a link stood there. */
  readonly backup?: string;
}

/** A folder that a transaction removes when nothing is left in it. */
export interface EmptiedFolder {
  /** Links resolved, from the workspace root. */
  readonly path: string;
  /** The permission bits as four octal digits, such as `0755`. */
  readonly mode: string;
}

/** The first line of a journal: everything that a process needs which takes over. */
export interface BegunEvent {
  readonly type: "begun";
  readonly schemaVersion: 1;
  /** `YYYY-MM-DDTHH:MM:SSZ`. */
  readonly at: string;
  /** A ULID. */
  readonly transactionId: string;
  readonly kind: "apply" | "undo";
  readonly planId: string;
  /** The transaction that an undo takes back. */
  readonly undoes?: string;
  readonly changes: readonly JournaledChange[];
  /** The folders that are made for it, links resolved, outermost first. */
  readonly folders: readonly string[];
  /** The folders that go with the last file in them, outermost first. */
  readonly emptied: readonly EmptiedFolder[];
}

/** One line of `journal.jsonl` in the folder of a transaction, `.xtask/backups/<plan>-<ulid>/` (`schemas/PLAN_JOURNAL_SCHEMA.json`). */
export type JournalEvent =
  | BegunEvent
  /** Every backup is on disk, and read again. */
  | { readonly type: "backed-up" }
  /** Every new file is on disk beside the one that it replaces. */
  | { readonly type: "prepared" }
  | { readonly type: "changing"; readonly path: string }
  | { readonly type: "changed"; readonly path: string }
  /** A partial transaction goes on without this path, which is as before. */
  | { readonly type: "given-up"; readonly path: string; readonly reason: string }
  | { readonly type: "committed"; readonly at: string }
  | { readonly type: "rolling-back"; readonly reason: string }
  /** What could not be put back is left as it is found, and its backup kept. */
  | { readonly type: "rolled-back"; readonly at: string; readonly left: readonly string[] };
