import { join } from "node:path";
import {
  placeOf,
  planRecovery,
  type EmptiedFolder,
  type FileFailure,
  type FileState,
  type JournaledChange,
  type TransactionState,
} from "@lockstep/plans";
import { failureOf, orFileFails } from "./file-failed.ts";
import { stateAt } from "./file-state.ts";
import { performOperation, type Performance } from "./perform-operation.ts";
import { isReal } from "./real-place.ts";

/** What became of a rollback. */
export interface Rollback {
  /** The paths that have their old state back. */
  readonly restored: readonly string[];
  /** The paths that somebody changed since. */
  readonly left: readonly string[];
  /** What could not be done, by the paths that it is about; `""` for none. The journal then has no end, and it can be tried again. */
  readonly failures: ReadonlyMap<string, FileFailure>;
}

/** Rolls a transaction back that has no end yet, as far as that can be done. Never throws. */
export async function rollBack(performance: Performance, state: TransactionState, reason: string, at: string): Promise<Rollback> {
  const failures = new Map<string, FileFailure>();
  const states = observeChanges(performance.root, state, failures);
  const plan = planRecovery(state, { states, reason, at });
  for (const operation of plan.operations) {
    if (operation.type === "journal" && operation.event.type === "rolled-back" && failures.size > 0) break;
    try {
      await performOperation(performance, operation);
    } catch (error) {
      // What is done counts, not that it is told: a full disk may take no line more. The next process finds that all is as before.
      if (operation.type === "journal") continue;
      const path = "change" in operation ? operation.change.path : "path" in operation ? operation.path : "";
      failures.set(path, failureOf("put back", path, error));
    }
  }
  return { restored: plan.restored.filter((path) => !failures.has(path)), left: plan.left.filter((path) => !failures.has(path)), failures };
}

/** What stands at the path of a change now; `undefined` when its folder is another one, or is gone, though not with what is to go back. */
export function observeChange(root: string, change: JournaledChange, emptied: readonly EmptiedFolder[]): FileState | undefined {
  return orFileFails("look at", change.path, () => {
    if (isReal(root, change.folder)) return stateAt(join(root, placeOf(change)));
    const above = stateAt(join(root, change.folder));
    // A folder that was removed with the last file in it is made again before anything goes back.
    const isEmptied = emptied.some(({ path }) => path === change.folder);
    return above.type === "absent" && (change.before.type === "absent" || isEmptied) ? above : undefined;
  });
}

function observeChanges(
  root: string,
  { begun, isPrepared, progress }: TransactionState,
  failures: Map<string, FileFailure>,
): ReadonlyMap<string, FileState> {
  const states = new Map<string, FileState>();
  if (!isPrepared) return states;
  for (const { change } of progress) {
    try {
      const state = observeChange(root, change, begun.emptied);
      if (state !== undefined) states.set(change.path, state);
    } catch (error) {
      failures.set(change.path, failureOf("look at", change.path, error));
    }
  }
  return states;
}
