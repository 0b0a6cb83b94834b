import { isSameState } from "../content/state.ts";
import type { FileState } from "../file-state.ts";
import { touchedFolders } from "./begin-transaction.ts";
import type { FileOperation } from "./file-operation.ts";
import type { TransactionState } from "./transaction-state.ts";

/** What brings a transaction to an end that a killed process left, or that failed. */
export interface RecoveryPlan {
  readonly operations: readonly FileOperation[];
  /** The paths that get their old state back. */
  readonly restored: readonly string[];
  /** The paths that have neither the old nor the new state: somebody changed them since. */
  readonly left: readonly string[];
}

/** What is found of the paths of a transaction. */
export interface RecoveryFacts {
  /** What stands at each path; a path is left out whose folder is another one now. Needed once the transaction was prepared. */
  readonly states: ReadonlyMap<string, FileState>;
  /** Why it is rolled back. */
  readonly reason: string;
  readonly at: string;
}

/**
 * How a transaction is rolled back: of what it has changed, everything that still has its new state gets the old one back, the last change
 * first, and the temporary files and the folders that it made go. One that has ended has left nothing.
 */
export function planRecovery(state: TransactionState, { states, reason, at }: RecoveryFacts): RecoveryPlan {
  const { begun, end, isPrepared, progress } = state;
  if (end !== "open") return { operations: [], restored: [], left: [] };
  const restores: FileOperation[] = [];
  const left: string[] = [];
  for (const { change, step } of isPrepared ? progress.toReversed() : []) {
    if (step === "given-up") continue;
    const now = states.get(change.path);
    if (now !== undefined && isSameState(now, change.before)) continue;
    if (now !== undefined && isSameState(now, change.after)) restores.push({ type: "restore", change });
    else left.push(change.path);
  }
  const emptied = isPrepared ? begun.emptied : [];
  return {
    operations: [
      ...(state.reason === undefined ? [{ type: "journal", event: { type: "rolling-back", reason } } as const] : []),
      // They free the space that what goes back may need.
      ...progress.map(({ change }): FileOperation => ({ type: "discard", change })),
      ...emptied.map(({ path, mode }): FileOperation => ({ type: "make-folder", path, mode })),
      ...restores,
      ...begun.folders.map((path): FileOperation => ({ type: "remove-folder", path })).toReversed(),
      ...touchedFolders(begun).map((path): FileOperation => ({ type: "sync-folder", path })),
      { type: "journal", event: { type: "rolled-back", at, left: left.toReversed() } },
    ],
    restored: restores.flatMap((each) => (each.type === "restore" ? [each.change.path] : [])).toReversed(),
    left: left.toReversed(),
  };
}
