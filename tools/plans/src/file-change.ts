import type { WrittenState } from "./file-state.ts";

/** One path that a transaction changes: applying a plan goes from the states before to those after, undoing it the other way. */
export interface FileChange {
  /** From the workspace root, parts separated by `/`. */
  readonly path: string;
  readonly before: WrittenState;
  readonly after: WrittenState;
}

/** What became of one path, in the words of the product's specification. */
export type FileAction =
  | "applied"
  | "created"
  | "deleted"
  | "unchanged"
  | "dry-run"
  | "dry-run-delete"
  | "skip-missing"
  | "skipped-drift"
  | "skipped-error"
  | "skipped-unsafe"
  | "delete-error"
  | "rolled-back";
