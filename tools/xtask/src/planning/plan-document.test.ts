import assert from "node:assert/strict";
import { test } from "node:test";
import type { StoredTransaction, TransactionState } from "@lockstep/plans";
import { planState } from "./plan-document.ts";

const planId = "01HZ0000000000000000000001";
const plan = { id: planId, files: [] };

function transaction(
  transactionId: string,
  more: Partial<TransactionState["begun"]>,
  step: "changed" | "given-up" = "changed",
): StoredTransaction {
  const states = { before: { type: "absent" }, after: { type: "link", target: "b" } } as const;
  const change = { path: "a", ...states, folder: "", temporary: ".a.tmp" };
  const begun = {
    type: "begun",
    schemaVersion: 1,
    at: "",
    transactionId,
    kind: "apply",
    planId,
    changes: [change],
    folders: [],
    emptied: [],
  } as const;
  const state = {
    begun: { ...begun, ...more },
    end: "committed",
    isBackedUp: true,
    isPrepared: true,
    progress: [{ change, step }],
    left: [],
  } as const;
  return { folder: transactionId, state };
}

const stateAfter = (...transactions: readonly StoredTransaction[]): string => planState(plan, { transactions, unreadable: [] });

test("planState() is that of what plan undo would take back, and a transaction that changed nothing leaves it as it was", () => {
  const applied = transaction("1", {});
  const undone = transaction("2", { kind: "undo", undoes: "1" });
  assert.equal(stateAfter(), "empty");
  assert.equal(stateAfter(applied), "applied");
  assert.equal(stateAfter(applied, undone), "undone");
  assert.equal(stateAfter(applied, undone, transaction("3", {})), "applied");
  assert.equal(stateAfter(transaction("1", { planId: "01HZ0000000000000000000002" })), "empty");
  assert.equal(stateAfter(transaction("1", {}, "given-up")), "empty");
  assert.equal(stateAfter(applied, undone, transaction("3", {}, "given-up")), "undone");
});
