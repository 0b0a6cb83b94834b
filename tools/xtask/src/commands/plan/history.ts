import type { StoredTransaction } from "@lockstep/plans";
import { refuseMore, resolveAppliedId } from "../../planning/find-plan.ts";
import { openWorkspace } from "../../planning/open-workspace.ts";
import { filesFields } from "../../planning/plan-document.ts";
import { counted, shownText } from "../../planning/plan-text.ts";
import { transactionRows } from "../../planning/transaction-rows.ts";
import { defineCommand } from "../../world.ts";

/** Lists what was applied and undone, the newest first, with its backups. Touches nothing. */
export const history = defineCommand({
  name: "plan history",
  summary: "List what was applied and undone, and where its backups are",
  examples: ["xtask plan history", "xtask plan history k1qaeq --json"],
  options: {
    id: {
      type: "words",
      placeholder: "[<id>]",
      names: "plan",
      describe: "Only of this plan: its id, or a beginning or an end of it; a removed one has to be given whole",
    },
  },
  exits: {
    0: "it is listed",
    2: "a record could not be read; the others are listed",
    3: "no answer: the plan is unknown, or the records cannot be looked at",
    64: "wrong command line",
  },
  documents: ["plan.history.v1"],
  reads: () => [".xtask/plans/*.json", ".xtask/backups/*/journal.jsonl"],
  writes: () => [],
  async run({ id: [word, ...others] }, world) {
    refuseMore(others, "history");
    const { plans } = await openWorkspace(world);
    const all = await plans.listTransactions();
    const planId = word === undefined ? undefined : await resolveAppliedId(world, plans, word, all);
    const goals = new Map((await plans.listPlans()).plans.map(({ id, goal }) => [id, goal]));
    const wanted = all.transactions.filter(({ state }) => planId === undefined || state.begun.planId === planId).toReversed();
    const transactions = wanted.map((transaction) => describe(transaction, all.transactions, goals));
    const text = transactions.map(({ files, ...each }) =>
      [
        `${each.begunAt}  ${each.kind.padEnd(5)}  ${each.outcome}${each.undoneBy === null ? "" : ", undone"}, ${counted(files.length, "file")}`,
        `  plan ${each.planId}: ${each.goal === null ? "(removed)" : shownText(each.goal)}`,
        ...(each.reason === null ? [] : [`  ${each.reason}`]),
        `  ${each.backupFolder}`,
      ].join("\n"),
    );
    return {
      status: all.unreadable.length === 0 ? "ok" : "findings",
      data: {
        schema: "plan.history.v1",
        workspaceRoot: plans.files.root,
        planId: planId ?? null,
        transactions,
        damaged: all.unreadable.map(({ path, reason }) => ({ path, message: reason })),
        totals: {
          transactions: transactions.length,
          files: transactions.reduce((sum, { files }) => sum + files.length, 0),
          damaged: all.unreadable.length,
        },
      },
      text: text.length === 0 ? "Nothing was applied yet" : text.join("\n"),
      ...(all.unreadable.length === 0
        ? {}
        : { diagnostics: all.unreadable.map(({ path, reason }) => `${path} is no record of a transaction: ${reason}`).join("\n") }),
    };
  },
});

function describe({ folder, state }: StoredTransaction, all: readonly StoredTransaction[], goals: ReadonlyMap<string, string>) {
  const { begun, end, endedAt, reason } = state;
  const undo = all.find((other) => other.state.end === "committed" && other.state.begun.undoes === begun.transactionId);
  return {
    transactionId: begun.transactionId,
    planId: begun.planId,
    goal: goals.get(begun.planId) ?? null,
    kind: begun.kind,
    undoes: begun.undoes ?? null,
    undoneBy: undo?.state.begun.transactionId ?? null,
    begunAt: begun.at,
    endedAt: endedAt ?? null,
    outcome: end === "open" ? "unfinished" : end,
    reason: reason ?? null,
    backupFolder: folder,
    ...filesFields(transactionRows(folder, state)),
  };
}
