import { omitAbsent } from "@lockstep/kernel";
import type { WantedChange } from "../drift/preflight.ts";
import type { WrittenState } from "../file-state.ts";
import type { StoredTransaction } from "../ports.ts";
import { operationOf } from "../staging/stage-file.ts";
import type { TransactionState } from "./transaction-state.ts";
import { placeOf } from "./places.ts";
import { undoRequest } from "./undo-request.ts";

/** The newest applied transaction of a plan that no other has taken back; `undefined` when there is none. */
export function transactionToUndo(planId: string, transactions: readonly StoredTransaction[]): StoredTransaction | undefined {
  return standing(planId, transactions).at(-1);
}

/** What a plan left at each path that it changed, by its applied transactions that no other has taken back. */
export function appliedStates(planId: string, transactions: readonly StoredTransaction[]): ReadonlyMap<string, WrittenState> {
  const changed = standing(planId, transactions).flatMap(({ state }) => state.progress.filter(({ step }) => step !== "given-up"));
  return new Map(changed.map(({ change: { path, after } }) => [path, after]));
}

/** The applied transactions of a plan that no other has taken back, oldest first. */
function standing(planId: string, transactions: readonly StoredTransaction[]): readonly StoredTransaction[] {
  const committed = transactions.filter(({ state }) => state.begun.planId === planId && state.end === "committed");
  const undone = new Set(committed.flatMap(({ state: { begun } }) => begun.undoes ?? []));
  return committed.filter(
    ({ state: { begun, progress } }) =>
      begun.kind === "apply" &&
      !undone.has(begun.transactionId) &&
      // One that went on without all of its paths changed nothing, and would hide those before it for ever.
      progress.some(({ step }) => step !== "given-up"),
  );
}

/** What takes back a committed transaction: each path that it changed, from what it left to what stood there before. The last one first. */
export function changesToUndo(state: TransactionState): readonly WantedChange[] {
  const places = new Map(state.begun.changes.map((change) => [change.path, placeOf(change)]));
  return undoRequest(state).changes.map((change) =>
    omitAbsent({ ...change, operation: operationOf(change.before, change.after), place: places.get(change.path) }),
  );
}
