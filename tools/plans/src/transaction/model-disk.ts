import type { FileChange } from "../file-change.ts";
import type { FileState } from "../file-state.ts";
import type { BegunEvent } from "../journal.ts";
import { beginTransaction, type PlacedChange } from "./begin-transaction.ts";
import type { FileOperation } from "./file-operation.ts";
import { foldJournal } from "./fold-journal.ts";
import { journalLine, parseJournal } from "./parse-journal.ts";
import { folderOf, placeOf } from "./places.ts";
import { planRecovery } from "./plan-recovery.ts";

/** For tests: what transactions do is tried on this disk, and stopped at every step. */
export const transactionId = "01KB3V0000000000000000000B";
export const planId = "01KB3V0000000000000000000A";
export const at = "2026-01-02T03:04:05Z";

/** A small disk: what stands at each path, the backups of a transaction, and its journal as text. */
export interface Disk {
  readonly entries: Map<string, FileState>;
  readonly backups: Map<string, FileState>;
  journal: string;
}

/** The single changes of the disk that an operation consists of: a process may be killed between any two. */
export function stepsOf(disk: Disk, operation: FileOperation): readonly (() => void)[] {
  const { entries, backups } = disk;
  const need = (path: string): FileState => {
    const found = entries.get(path);
    if (found === undefined) throw new Error(`${operation.type}: nothing is at ${path}`);
    return found;
  };
  const write = (path: string, state: FileState): void => {
    if (folderOf(path) !== "" && need(folderOf(path)).type !== "folder") throw new Error(`${operation.type}: ${path} has no folder`);
    entries.set(path, state);
  };
  switch (operation.type) {
    case "journal": {
      const line = journalLine(operation.event);
      const half = Math.floor(line.length / 2);
      return [() => (disk.journal += line.slice(0, half)), () => (disk.journal += line.slice(half))];
    }
    case "back-up": {
      const { change } = operation;
      return [() => backups.set(change.backup ?? "", torn), () => backups.set(change.backup ?? "", need(placeOf(change)))];
    }
    case "make-folder":
      return [() => entries.get(operation.path) ?? write(operation.path, { type: "folder" })];
    case "prepare": {
      const { temporary, after } = operation.change;
      return [
        () => {
          if (entries.has(temporary)) throw new Error(`${temporary} is there`);
          write(temporary, torn);
        },
        () => write(temporary, after),
      ];
    }
    case "replace":
      return [
        () => {
          write(placeOf(operation.change), need(operation.change.temporary));
          entries.delete(operation.change.temporary);
        },
      ];
    case "remove":
      return [() => void (need(placeOf(operation.change)), entries.delete(placeOf(operation.change)))];
    case "restore": {
      const { before, temporary, backup } = operation.change;
      const place = placeOf(operation.change);
      if (before.type === "absent") return [() => void (need(place), entries.delete(place))];
      return [
        () => write(temporary, torn),
        () => write(temporary, before.type === "file" ? (backups.get(backup ?? "") ?? torn) : before),
        () => {
          write(place, need(temporary));
          entries.delete(temporary);
        },
      ];
    }
    case "discard":
      return [() => entries.delete(operation.change.temporary)];
    case "remove-folder": {
      const isEmpty = [...entries.keys()].every((path) => !path.startsWith(`${operation.path}/`));
      return [() => isEmpty && entries.delete(operation.path)];
    }
    case "sync-backups":
    case "sync-folder":
      return [];
    default:
      return operation satisfies never;
  }
}

/** What a write that is not complete leaves. */
const torn: FileState = { type: "file", sha256: "f".repeat(64), sizeBytes: 1, mode: "0000" };

/** Does operations until so many steps are done; returns how many are left of them. */
export function perform(disk: Disk, operations: readonly FileOperation[], steps: number): number {
  let left = steps;
  for (const operation of operations) {
    for (const step of stepsOf(disk, operation)) {
      if (left === 0) return 0;
      left -= 1;
      step();
    }
  }
  return left;
}

/** What the next process does about a journal without an end. */
export function recover(disk: Disk, steps = Number.POSITIVE_INFINITY): readonly string[] {
  // What is half a line is cut off before the next one is written.
  disk.journal = disk.journal.slice(0, disk.journal.lastIndexOf("\n") + 1);
  const state = foldJournal(parseJournal("journal.jsonl", disk.journal));
  if (state === undefined) return [];
  const states = new Map(
    state.progress.map(({ change }) => [change.path, disk.entries.get(placeOf(change)) ?? ({ type: "absent" } as const)]),
  );
  const { operations, left } = planRecovery(state, { states, reason: "its process was killed", at });
  perform(disk, operations, steps);
  return left;
}

/** A disk on which stands what changes begin with, and two more things. */
export function diskOf(changes: readonly FileChange[]): Disk {
  const entries = new Map<string, FileState>([
    ["d", { type: "folder" }],
    ["untouched", torn],
  ]);
  for (const { path, before } of changes) {
    if (before.type === "absent") continue;
    for (let index = path.indexOf("/"); index !== -1; index = path.indexOf("/", index + 1))
      entries.set(path.slice(0, index), { type: "folder" });
    entries.set(path, before);
  }
  return { entries, backups: new Map(), journal: "" };
}

/** The first line of a journal about changes of a disk. */
export function begin(
  disk: Disk,
  changes: readonly FileChange[],
  kind: BegunEvent["kind"] = "apply",
  emptied: readonly string[] = [],
): BegunEvent {
  const placed = changes.map((change): PlacedChange => {
    let realFolder = folderOf(change.path);
    while (realFolder !== "" && !disk.entries.has(realFolder)) realFolder = folderOf(realFolder);
    return { change, realFolder, rest: change.path.slice(realFolder === "" ? 0 : realFolder.length + 1).split("/") };
  });
  return beginTransaction({ at, transactionId, kind, planId, emptied: emptied.map((path) => ({ path, mode: "0755" })) }, placed);
}
