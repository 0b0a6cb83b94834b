import type { WrittenState } from "./file-state.ts";

/** One path that a transaction changes: applying a plan goes from the states before to those after, undoing it the other way. */
export interface FileChange {
  /** From the workspace root, parts separated by `/`. */
  readonly path: string;
  readonly before: WrittenState;
  readonly after: WrittenState;
}

/** What can become of one path, in the words of the product's specification and in the order in which they are told. */
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
] as const;
/** What became of one path. */
export type FileAction = (typeof fileActions)[number];
