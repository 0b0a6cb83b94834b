import { lstatSync } from "node:fs";
import { join } from "node:path";
import {
  inFolder,
  isProtectedPlace,
  isSameState,
  type EmptiedFolder,
  type FileChange,
  type FileFailure,
  type PlacedChange,
} from "@lockstep/plans";
import { FileFailed, failureOf, unsafeFailure } from "./file-failed.ts";
import { modeOf } from "./file-state.ts";
import { findRealPlace, isReal } from "./real-place.ts";

/** Where the changes of a transaction really happen, and which of them may not. */
export interface PlacedChanges {
  /** Without those that change nothing. */
  readonly placed: readonly PlacedChange[];
  readonly failures: ReadonlyMap<string, FileFailure>;
}

/** Follows the folders of every path once more, right before anything is written: none may lead out of the workspace or into git's files. */
export function placeChanges(root: string, changes: readonly FileChange[]): PlacedChanges {
  const placed: PlacedChange[] = [];
  const failures = new Map<string, FileFailure>();
  const taken = new Set<string>();
  for (const change of changes) {
    if (isSameState(change.before, change.after)) continue;
    try {
      const each = placeChange(root, change);
      const place = [each.realFolder, ...each.rest].join("/");
      if (taken.has(place)) throw unsafeFailure(change.path, "is the same file as another path of the plan");
      taken.add(place);
      placed.push(each);
    } catch (error) {
      failures.set(change.path, failureOf("look at", change.path, error));
    }
  }
  return { placed, failures };
}

/** The folders that are there, with their modes. */
export function measureFolders(root: string, folders: readonly string[]): readonly EmptiedFolder[] {
  const found: EmptiedFolder[] = [];
  for (const path of folders) {
    if (isProtectedPlace(path) || !isReal(root, path)) continue;
    const { mode } = lstatSync(join(root, path));
    found.push({ path, mode: modeOf(mode) });
  }
  return found;
}

function placeChange(root: string, change: FileChange): PlacedChange {
  const { path } = change;
  const { realFolder, rest, blockedBy } = findRealPlace(root, path);
  if (realFolder === undefined) throw unsafeFailure(path, "leads out of the workspace through a link");
  if (isProtectedPlace(path) || isProtectedPlace(rest.reduce((folder, part) => inFolder(folder, part), realFolder))) {
    throw unsafeFailure(path, "leads where no plan may change anything");
  }
  if (blockedBy === undefined) return { change, realFolder, rest };
  throw new FileFailed({
    code: "ENOTDIR",
    message: `Cannot write "${path}": "${blockedBy}" is no folder (ENOTDIR)`,
    hint: "Move it away, or remove the path from the plan",
  });
}
