import {
  appliedStates,
  preflight,
  readContent,
  type ChangePlan,
  type FileChange,
  type LockedPlans,
  type TransactionOutcome,
} from "@lockstep/plans";
import { appliedFields, appliedOf, type Applied } from "../../planning/applied.ts";
import { planWord, readStoredPlan, refuseMore } from "../../planning/find-plan.ts";
import { changeOptions, refuseForcedPlan } from "../../planning/force-option.ts";
import { findNamedPlan } from "../../planning/open-plan.ts";
import { observeAll } from "../../planning/overview.ts";
import { filesFields, planFields, planState, type PlanState, recoveredField } from "../../planning/plan-document.ts";
import { renderHead, renderRows, renderSummary } from "../../planning/plan-text.ts";
import { plannedPaths } from "../../planning/planned-paths.ts";
import { tellOpen, whileLocked } from "../../planning/recovery.ts";
import { defineCommand } from "../../world.ts";

/** Applies a plan as a whole: everything is checked and backed up before the first file is changed, and a failure puts all back. */
export const apply = defineCommand({
  name: "plan apply",
  summary: "Apply a plan, all or nothing, with backups",
  examples: [
    "xtask plan apply k1qaeq --dry-run",
    "xtask plan apply k1qaeq",
    "xtask plan apply k1qaeq --force src/main.ts",
    "xtask plan apply k1qaeq --partial --json",
  ],
  options: {
    id: planWord,
    ...changeOptions,
    partial: { type: "boolean", describe: "Go on without the files that drifted, are unsafe, or cannot be written" },
  },
  exits: {
    0: "every file is as planned, or would be",
    2: "a file drifted, is unsafe or was skipped: without `--partial` nothing is changed",
    3: "it failed and was rolled back, or the plan is unknown",
    64: "wrong command line",
    75: "another process is at the plans of this workspace",
  },
  documents: ["plan.apply.v1"],
  reads: () => [".xtask/plans/<id>.json", ".xtask/backups/*/journal.jsonl", "<every planned path>"],
  writes: (options) => (options["dry-run"] ? [] : ["<every planned path>", ".xtask/backups/**"]),
  async run({ id: words, force: given, partial, "dry-run": isDryRun }, world) {
    refuseForcedPlan(words, given, "apply");
    const { plans, id, folder, rest } = await findNamedPlan(world, words, "xtask plan apply <id>");
    refuseMore(rest, "apply");
    const work = async (locked: LockedPlans | undefined) => {
      const plan = await readStoredPlan(plans, id);
      const force = given === "all" ? given : plannedPaths(given, folder, plan);
      const observations = await observeAll(
        plans,
        plan.files.map(({ path }) => path),
      );
      const before = await plans.listTransactions();
      const own = appliedStates(id, before.transactions);
      const decided = preflight(plan, observations, { force, partial, dryRun: isDryRun, own });
      const outcome = locked !== undefined && decided.mayBegin ? await applyChanges(locked, plan, decided.changes, partial) : undefined;
      const applied = appliedOf(plan.files, {
        isDryRun,
        preflight: decided,
        outcome,
        again: `xtask plan apply ${id}`,
        unsafeHint: `Take the file out of the plan: xtask plan remove ${id} <path>`,
      });
      const transactions = outcome === undefined ? before : await plans.listTransactions();
      if (locked === undefined) tellOpen(transactions, world);
      const state = planState(plan, transactions);
      return {
        status: applied.status,
        failures: applied.failures,
        data: {
          schema: "plan.apply.v1",
          ...planFields(plan, state),
          ...appliedFields(applied),
          ...filesFields(applied.rows),
          recovered: recoveredField(locked?.recovered ?? []),
        },
        text: [
          renderHead(plan, state),
          ...(applied.rows.length === 0 ? [] : [renderRows(applied.rows)]),
          ending(plan, state, applied),
        ].join("\n"),
      };
    };
    return isDryRun ? work(undefined) : whileLocked(world, plans, work);
  },
});

function applyChanges(
  locked: LockedPlans,
  plan: ChangePlan,
  changes: readonly FileChange[],
  isPartial: boolean,
): Promise<TransactionOutcome> {
  const planned = new Map(plan.files.map(({ path, after }) => [path, after]));
  return locked.runTransaction({
    kind: "apply",
    planId: plan.id,
    changes,
    isPartial,
    async contentOf({ path }) {
      const state = planned.get(path);
      // The transaction compares the hash.
      return (state?.type === "file" ? readContent(state.content) : undefined) ?? new Uint8Array();
    },
  });
}

function ending({ id }: ChangePlan, state: PlanState, { ending: how, rows, error, backupFolder }: Applied): string {
  const summary = `${renderSummary(rows)}.`;
  const backups = backupFolder === null ? "" : `\nBackups: ${backupFolder}`;
  switch (how) {
    case "done":
      return `${summary}${backups}\nNext, to take it back: xtask plan undo ${id}`;
    case "partial":
      return `${summary}${backups}\nhint: ${error?.hint ?? ""}`;
    case "dry-run":
      return error === null
        ? `${summary} Nothing was touched.\nNext: xtask plan apply ${id}`
        : `${summary} Nothing was touched.\nhint: ${error.hint}`;
    case "nothing":
      return state === "applied"
        ? `${summary} There is nothing to do: it is applied already.\nTo take it back: xtask plan undo ${id}`
        : `${summary} There is nothing to do`;
    case "refused":
      return `${summary} Nothing was changed.\nhint: ${error?.hint ?? ""}`;
    case "rolled-back":
      return `${summary} Everything is as before.${backups}`;
    case "unfinished":
      return `${summary} Not everything is as before.${backups}`;
  }
}
