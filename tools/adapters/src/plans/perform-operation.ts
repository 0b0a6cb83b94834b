import { chmodSync, mkdirSync, readdirSync, rmdirSync } from "node:fs";
import { join } from "node:path";
import { unreachable } from "@lockstep/kernel";
import { folderOf, journalLine, type FileOperation, type JournaledChange, type JournalEvent } from "@lockstep/plans";
import { errorCode } from "../file-access.ts";
import type { AssertHeld } from "../store/file-lock.ts";
import type { LogFile } from "../store/log-file.ts";
import { syncFolder } from "../store/sync-folder.ts";
import { readBackup, writeBackup } from "./backup-file.ts";
import {
  assertOurs,
  assertUntouched,
  discardTemporary,
  makeTemporary,
  moveBackupInPlace,
  putInPlace,
  readBefore,
  removeTarget,
} from "./change-target.ts";
import { FileFailed, orFileFails, orFileLaterFails, unsafeFailure } from "./file-failed.ts";
import { isReal } from "./real-place.ts";

/** What the operations of one transaction work on. */
export interface Performance {
  /** Absolute, links resolved. */
  readonly root: string;
  /** Absolute; of the journal and the backups. */
  readonly folder: string;
  readonly journal: LogFile;
  /** Whether what is changed is what this program has made, as in an undo. */
  readonly isOwn: boolean;
  /** Throws when another process has taken the lock over: nothing may be done any more, nor be put back. */
  readonly assertHeld: AssertHeld;
  readonly contentOf: (change: JournaledChange) => Promise<Uint8Array>;
  /** What tells whether a file is still the one that was backed up, by its path. */
  readonly identities: Map<string, string>;
}

/** Does one step of a transaction. Throws `FileFailed`. */
export async function performOperation(performance: Performance, operation: FileOperation): Promise<void> {
  const { root, folder, journal, isOwn, identities } = performance;
  performance.assertHeld();
  switch (operation.type) {
    case "journal":
      return writeEvent(journal, operation.event);
    case "back-up": {
      const read = readBefore(root, operation.change, isOwn);
      await writeBackup(folder, operation.change, read.bytes);
      identities.set(operation.change.path, read.identity);
      return;
    }
    case "make-folder":
      return makeOneFolder(root, operation.path, operation.mode);
    case "sync-backups":
      await orFileLaterFails("write", "the backups of the transaction", syncFolders(folder, operation.folders));
      return;
    case "prepare": {
      const { change } = operation;
      if (change.after.type !== "absent") await makeTemporary(root, change, change.after, () => performance.contentOf(change));
      return;
    }
    case "replace":
      assertUntouched(root, operation.change, identities.get(operation.change.path));
      return putInPlace(root, operation.change);
    case "remove":
      assertUntouched(root, operation.change, identities.get(operation.change.path));
      return removeTarget(root, operation.change);
    case "restore":
      return restore(performance, operation.change);
    case "discard":
      return discardTemporary(root, operation.change);
    case "remove-folder":
      return removeEmptyFolder(root, operation.path);
    case "sync-folder":
      await orFileLaterFails("write", operation.path, syncFolder(join(root, operation.path)));
      return;
    default:
      return unreachable(operation);
  }
}

/** What is about one path alone outlives a killed process; after a power cut the disk itself tells what became of that path. */
async function writeEvent(journal: LogFile, event: JournalEvent): Promise<void> {
  const isOfOnePath = event.type === "changing" || event.type === "changed" || event.type === "given-up";
  await orFileLaterFails("write", "the journal of the transaction", journal.append(journalLine(event), !isOfOnePath));
}

function makeOneFolder(root: string, path: string, mode: string | undefined): void {
  if (!orFileFails("create", path, () => isReal(root, folderOf(path)))) {
    throw unsafeFailure(path, "is in a folder that was replaced while the plan was applied");
  }
  const isMade = orFileFails("create", path, () => makeUnlessThere(join(root, path)));
  if (!isMade && !orFileFails("look at", path, () => isReal(root, path))) throw unsafeFailure(path, "is a link or no folder");
  if (mode === undefined) return;
  // An empty one is that of a process which was killed before it came to the mode.
  orFileFails("create", path, () => {
    if (isMade || readdirSync(join(root, path)).length === 0) chmodSync(join(root, path), Number.parseInt(mode, 8));
  });
}

async function syncFolders(above: string, folders: readonly string[]): Promise<void> {
  await Promise.all(folders.map((path) => syncFolder(join(above, path))));
}

function makeUnlessThere(path: string): boolean {
  try {
    mkdirSync(path);
    return true;
  } catch (error) {
    if (errorCode(error) !== "EEXIST") throw error;
    return false;
  }
}

function removeEmptyFolder(root: string, path: string): void {
  orFileFails("remove", path, () => {
    if (!isReal(root, path)) return;
    try {
      rmdirSync(join(root, path));
    } catch (error) {
      if (!["ENOENT", "ENOTDIR", "ENOTEMPTY", "EEXIST"].includes(errorCode(error) ?? "")) throw error;
    }
  });
}

async function restore({ root, folder }: Performance, change: JournaledChange): Promise<void> {
  const { before } = change;
  if (before.type === "absent") {
    assertOurs(root, change);
    return removeTarget(root, change);
  }
  try {
    await makeTemporary(root, change, before, () => Promise.resolve(readBackup(folder, change)));
    assertOurs(root, change);
    putInPlace(root, change);
  } catch (error) {
    discardTemporary(root, change);
    const isFull = error instanceof FileFailed && ["ENOSPC", "EDQUOT"].includes(error.failure.code);
    if (!isFull || before.type !== "file" || change.backup === undefined) throw error;
    readBackup(folder, change);
    assertOurs(root, change);
    moveBackupInPlace(root, change, join(folder, change.backup), before.mode);
  }
}
