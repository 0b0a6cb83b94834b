import { omitAbsent } from "@lockstep/kernel";
import type { FileChange } from "../file-change.ts";
import type { BegunEvent, EmptiedFolder } from "../journal.ts";
import type { TransactionRequest } from "../ports.ts";
import { backupOf, folderOf, inFolder, temporaryOf } from "./places.ts";

/** A change with the real place that it happens in. */
export interface PlacedChange {
  readonly change: FileChange;
  /** The nearest folder above it that exists, links resolved, from the workspace root. */
  readonly realFolder: string;
  /** The parts of the path below that folder, the last one being the name of the file. */
  readonly rest: readonly string[];
}

/** What the first line of a journal says besides the changes. */
export interface TransactionFacts extends Pick<TransactionRequest, "kind" | "planId" | "undoes"> {
  readonly at: string;
  readonly transactionId: string;
  readonly emptied: readonly EmptiedFolder[];
}

/** Names the files that a transaction uses, and the folders that it has to make, each before those in it. */
export function beginTransaction(facts: TransactionFacts, placed: readonly PlacedChange[]): BegunEvent {
  const folders = new Set<string>();
  const changes = placed.map(({ change, realFolder, rest }, index) => {
    let folder = realFolder;
    for (const part of rest.slice(0, -1)) {
      folder = inFolder(folder, part);
      // What is deleted is not there either: nothing is made for it.
      if (change.after.type !== "absent") folders.add(folder);
    }
    return omitAbsent({
      path: change.path,
      before: change.before,
      after: change.after,
      folder,
      temporary: temporaryOf(facts.transactionId, index, folder),
      backup: change.before.type === "file" ? backupOf(change.path) : undefined,
    });
  });
  const { at, transactionId, kind, planId, undoes, emptied } = facts;
  const head = omitAbsent({ type: "begun" as const, schemaVersion: 1 as const, at, transactionId, kind, planId, undoes });
  return { ...head, changes, folders: [...folders], emptied };
}

/** The folders whose entries a transaction changes. */
export function touchedFolders({ changes, folders, emptied }: BegunEvent): readonly string[] {
  return [...new Set([...changes.map(({ folder }) => folder), ...[...folders, ...emptied.map(({ path }) => path)].map(folderOf)])];
}

/** The folders that hold the backups of a transaction, from its own, which is `""`; none when it keeps none. */
export function backupFolders({ changes }: BegunEvent): readonly string[] {
  const folders = new Set<string>();
  for (const { backup } of changes) {
    if (backup === undefined) continue;
    for (let folder = folderOf(backup); folder !== ""; folder = folderOf(folder)) folders.add(folder);
    folders.add("");
  }
  return [...folders];
}
