import { unstageFile } from "@lockstep/plans";
import { readStoredPlan } from "../../planning/find-plan.ts";
import { findNamedPlan } from "../../planning/open-plan.ts";
import { overviewOf } from "../../planning/overview.ts";
import { filesFields, planFields, planState, recoveredField } from "../../planning/plan-document.ts";
import { counted, renderSummary } from "../../planning/plan-text.ts";
import { plannedPaths } from "../../planning/planned-paths.ts";
import { whileLocked } from "../../planning/recovery.ts";
import { defineCommand } from "../../world.ts";

/** Takes files out of a plan, or removes the plan. The files themselves, backups and history stay. */
export const remove = defineCommand({
  name: "plan remove",
  summary: "Take files out of a plan, or without a path remove the plan; backups and history stay",
  examples: ["xtask plan remove k1qaeq src/main.ts", "xtask plan remove k1qaeq"],
  options: {
    id: {
      type: "words",
      placeholder: "<id> [<path>...]",
      names: "plan-and-paths",
      describe: "The plan, and its files that are taken out; without one the plan goes",
    },
  },
  exits: {
    0: "they are taken out, or the plan is removed",
    3: "nothing is removed: the plan is unknown or cannot be written",
    64: "wrong command line, or a path that the plan does not hold",
    75: "another process is at the plans of this workspace",
  },
  documents: ["plan.remove.v1"],
  reads: () => [".xtask/plans/<id>.json"],
  writes: () => [".xtask/plans/<id>.json"],
  async run({ id: words }, world) {
    const { plans, id, folder, rest } = await findNamedPlan(world, words, "xtask plan remove <id> [<path>...]");
    return whileLocked(world, plans, async (locked) => {
      const old = await readStoredPlan(plans, id);
      const isWhole = rest.length === 0;
      const removed = isWhole ? old.files.map(({ path }) => path) : plannedPaths(rest, folder, old);
      const now = world.clock.now();
      const plan = removed.reduce((left, path) => unstageFile(left, path, now) ?? left, old);
      if (isWhole) await locked.removePlan(id);
      else await locked.writePlan(plan);
      const transactions = await plans.listTransactions();
      const { rows } = await overviewOf(plans, plan, transactions);
      const state = planState(plan, transactions);
      return {
        status: "ok",
        data: {
          schema: "plan.remove.v1",
          ...planFields(plan, state),
          removed,
          planRemoved: isWhole,
          ...filesFields(rows),
          recovered: recoveredField(locked.recovered),
        },
        text: isWhole
          ? `Removed the plan ${id} with ${counted(removed.length, "file")}; backups and history stay`
          : `Took ${counted(removed.length, "file")} out of the plan ${id}. It has ${renderSummary(rows)}`,
      };
    });
  },
});
