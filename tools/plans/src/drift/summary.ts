import { fileActions, type FileAction } from "../file-change.ts";

/** How many files have each action, none left out: the counts add up to the number of files. */
export type ActionCounts = Readonly<Record<FileAction, number>>;

/** Counts the actions of a list. */
export function countActions(actions: readonly FileAction[]): ActionCounts {
  const byAction = Map.groupBy(actions, (action) => action);
  // Object.fromEntries does not tell that every action is a key.
  return Object.fromEntries(fileActions.map((action) => [action, byAction.get(action)?.length ?? 0])) as ActionCounts;
}
