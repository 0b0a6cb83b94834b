import { InputError } from "@lockstep/kernel";
import { changesToUndo, preflight, transactionToUndo, undoRequest, type FileChange, type LockedPlans } from "@lockstep/plans";
import { appliedFields, appliedOf, type Applied } from "../../planning/applied.ts";
import { planOf, planWord, refuseMore, resolveAppliedId } from "../../planning/find-plan.ts";
import { changeOptions, refuseForcedPlan } from "../../planning/force-option.ts";
import { openWorkspace } from "../../planning/open-workspace.ts";
import { observeAll } from "../../planning/overview.ts";
import { filesFields, planFields, planState, recoveredField, removedPlanFields } from "../../planning/plan-document.ts";
import { renderHead, renderRows, renderSummary } from "../../planning/plan-text.ts";
import { pathsOf } from "../../planning/planned-paths.ts";
import { tellOpen, whileLocked } from "../../planning/recovery.ts";
import { defineCommand } from "../../world.ts";

/** Takes back the newest applied transaction of a plan, also of a removed one: bytes, modes, links and absences are as before it. */
export const undo = defineCommand({
  name: "plan undo",
  summary: "Take back what applying a plan did: bytes, modes, links and absences",
  examples: ["xtask plan undo k1qaeq --dry-run", "xtask plan undo k1qaeq", "xtask plan undo k1qaeq --force src/main.ts"],
  options: { id: planWord, ...changeOptions },
  exits: {
    0: "every file is as before, or would be",
    2: "a file was changed since it was applied, or is unsafe: nothing is changed",
    3: "it failed and was rolled back, a backup is damaged, the plan is unknown, or nothing is applied",
    64: "wrong command line",
    75: "another process is at the plans of this workspace",
  },
  documents: ["plan.undo.v1"],
  reads: () => [".xtask/plans/<id>.json", ".xtask/backups/**", "<every changed path>"],
  writes: (options) => (options["dry-run"] ? [] : ["<every changed path>", ".xtask/backups/**"]),
  async run({ id: words, force: given, "dry-run": isDryRun }, world) {
    refuseForcedPlan(words, given, "undo");
    const { id: word, rest } = planOf(words, "xtask plan undo <id>");
    refuseMore(rest, "undo");
    const { plans, folder } = await openWorkspace(world);
    const id = await resolveAppliedId(world, plans, word, await plans.listTransactions());
    const work = async (locked: LockedPlans | undefined) => {
      const plan = await plans.readPlan(id);
      const before = await plans.listTransactions();
      const transaction = transactionToUndo(id, before.transactions);
      if (transaction === undefined) {
        throw new InputError("NOTHING_TO_UNDO", `Nothing of the plan ${id} is applied`, {
          hint: `What was done with it: xtask plan history ${id}`,
        });
      }
      const changes = changesToUndo(transaction.state);
      const force = given === "all" ? given : pathsOf(given, folder, changes, `What the plan ${id} changed`);
      const observations = await observeAll(
        plans,
        changes.map(({ path }) => path),
      );
      const decided = preflight({ files: changes }, observations, { force, dryRun: isDryRun, since: "applied" });
      const outcome =
        locked !== undefined && decided.mayBegin
          ? await locked.runTransaction({
              ...undoRequest(transaction.state),
              changes: decided.changes,
              isPartial: false,
              contentOf: ({ path }: FileChange) => plans.readBackup(transaction, path),
            })
          : undefined;
      const applied = appliedOf(changes, {
        isDryRun,
        preflight: decided,
        outcome,
        again: `xtask plan undo ${id}`,
        unsafeHint: `Look at what leads there, or put the file back from "${transaction.folder}/files"`,
      });
      const transactions = outcome === undefined ? before : await plans.listTransactions();
      if (locked === undefined) tellOpen(transactions, world);
      const state = planState(plan ?? { id, files: [] }, transactions);
      return {
        status: applied.status,
        failures: applied.failures,
        data: {
          schema: "plan.undo.v1",
          ...(plan === undefined ? removedPlanFields(id, plans.files.root, state) : planFields(plan, state)),
          undoes: transaction.state.begun.transactionId,
          ...appliedFields(applied),
          ...filesFields(applied.rows),
          recovered: recoveredField(locked?.recovered ?? []),
        },
        text: [renderHead(plan ?? { id }, state), renderRows(applied.rows), ending(id, applied)].join("\n"),
      };
    };
    return isDryRun ? work(undefined) : whileLocked(world, plans, work);
  },
});

function ending(id: string, { ending: how, rows, error, backupFolder }: Applied): string {
  const summary = `${renderSummary(rows)}.`;
  const backups = backupFolder === null ? "" : `\nBackups: ${backupFolder}`;
  switch (how) {
    case "done":
      return `${summary} All is as before it was applied.${backups}`;
    case "nothing":
      return `${summary} All is as before it was applied already`;
    case "dry-run":
      return error === null
        ? `${summary} Nothing was touched.\nNext: xtask plan undo ${id}`
        : `${summary} Nothing was touched.\nhint: ${error.hint}`;
    case "partial":
    case "refused":
      return `${summary} Nothing was changed.\nhint: ${error?.hint ?? ""}`;
    case "rolled-back":
      return `${summary} Everything is as it was applied.${backups}`;
    case "unfinished":
      return `${summary} Not everything is as it was applied.${backups}`;
  }
}
