import type { FileAction } from "@lockstep/plans";

/** What follows the number of files that have an action. */
export const fileActionWords: Readonly<Record<FileAction, string>> = {
  applied: "applied",
  created: "created",
  deleted: "deleted",
  unchanged: "unchanged",
  "dry-run": "to write",
  "dry-run-delete": "to delete",
  "skip-missing": "already gone",
  "skipped-drift": "skipped for drift",
  "skipped-error": "skipped, as they could not be written",
  "skipped-unsafe": "skipped as unsafe",
  "delete-error": "not deleted, as they could not be",
  "rolled-back": "rolled back",
};
