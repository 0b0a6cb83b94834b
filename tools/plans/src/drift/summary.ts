import type { FileAction } from "../file-change.ts";

/** Every action, in the order in which they are told. */
export const fileActions = [
  "applied",
  "created",
  "deleted",
  "unchanged",
  "dry-run",
  "dry-run-delete",
  "skip-missing",
  "skipped-drift",
  "skipped-error",
  "skipped-unsafe",
  "delete-error",
  "rolled-back",
] as const satisfies readonly FileAction[];

/** How many files have each action, none left out: the counts add up to the number of files. */
export type ActionCounts = Readonly<Record<FileAction, number>>;

/** Counts the actions of a list. */
export function countActions(actions: readonly FileAction[]): ActionCounts {
  const none: ActionCounts = {
    applied: 0,
    created: 0,
    deleted: 0,
    unchanged: 0,
    "dry-run": 0,
    "dry-run-delete": 0,
    "skip-missing": 0,
    "skipped-drift": 0,
    "skipped-error": 0,
    "skipped-unsafe": 0,
    "delete-error": 0,
    "rolled-back": 0,
  };
  const counts: Record<FileAction, number> = { ...none };
  for (const action of actions) counts[action] += 1;
  return counts;
}
