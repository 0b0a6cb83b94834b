import type { TransactionRequest } from "../ports.ts";
import type { TransactionState } from "./transaction-state.ts";

/** What takes a committed transaction back, from the states that it left to those that it found, its last change first. */
export function undoRequest({
  begun,
  progress,
}: TransactionState): Pick<TransactionRequest, "kind" | "planId" | "undoes" | "changes"> & { readonly emptied: readonly string[] } {
  return {
    kind: "undo",
    planId: begun.planId,
    undoes: begun.transactionId,
    changes: progress
      .filter(({ step }) => step !== "given-up")
      .map(({ change: { path, before, after } }) => ({ path, before: after, after: before }))
      .toReversed(),
    emptied: begun.folders,
  };
}
