import { counted, shownText } from "../../planning/plan-text.ts";
import { openWorkspace } from "../../planning/open-workspace.ts";
import { overviewOf } from "../../planning/overview.ts";
import { filesFields, planFields, planState } from "../../planning/plan-document.ts";
import { tellOpen, whileLocked } from "../../planning/recovery.ts";
import { defineCommand } from "../../world.ts";

/** Lists the plans of the workspace, the newest first, with what stands at their paths now. Touches nothing but what is no plan: that is kept aside. */
export const list = defineCommand({
  name: "plan list",
  summary: "List the plans: state, files, drift, goal",
  examples: ["xtask plan list", "xtask plan list --json"],
  options: {},
  exits: {
    0: "they are listed",
    2: "a plan could not be read, and is kept aside; the others are listed",
    3: "no answer: the folder of the plans or a planned path cannot be looked at",
    64: "wrong command line",
    75: "a plan is to be kept aside, and another process is at the plans of this workspace",
  },
  documents: ["plan.list.v1"],
  reads: () => [".xtask/plans/*.json", ".xtask/backups/*/journal.jsonl", "<every planned path>"],
  writes: () => [".xtask/plans/*.json.corrupt-*"],
  async run(_options, world) {
    const { plans } = await openWorkspace(world);
    const { plans: found, unreadable } = await plans.listPlans();
    const damaged = unreadable.length === 0 ? [] : await whileLocked(world, plans, (locked) => locked.setAside());
    const transactions = await plans.listTransactions();
    tellOpen(transactions, world);
    const listed = await Promise.all(
      found
        .toReversed()
        .map(async (plan) => ({ plan, state: planState(plan, transactions), ...(await overviewOf(plans, plan, transactions)) })),
    );
    const rows = listed.flatMap((each) => each.rows);
    const table = listed.map(({ plan, state, rows: files }) => {
      const drifted = files.filter(({ drift, action }) => drift && action !== "unchanged").length;
      return [plan.id, state, counted(files.length, "file"), drifted === 0 ? "" : `${String(drifted)} drifted`, shownText(plan.goal)];
    });
    return {
      status: damaged.length === 0 ? "ok" : "findings",
      data: {
        schema: "plan.list.v1",
        workspaceRoot: plans.files.root,
        plans: listed.map(({ plan, state, rows: files }) => {
          const { workspaceRoot: _root, ...fields } = planFields(plan, state);
          return { ...fields, ...filesFields(files) };
        }),
        damaged: damaged.map(({ path, reason }) => ({ path, message: reason })),
        totals: {
          plans: listed.length,
          files: rows.length,
          drifted: rows.filter(({ drift }) => drift).length,
          damaged: damaged.length,
        },
      },
      text: table.length === 0 ? "No plans. Make one: xtask plan create --goal <goal>" : columned(table),
      ...(damaged.length === 0
        ? {}
        : { diagnostics: damaged.map(({ path, reason }) => `${path} is no plan, and is kept aside: ${reason}`).join("\n") }),
    };
  },
});

function columned(table: readonly (readonly string[])[]): string {
  const widths = (table[0] ?? []).map((_, column) => Math.max(...table.map((row) => (row[column] ?? "").length)));
  return table
    .map((row) =>
      row
        .flatMap((cell, column) => (widths[column] === 0 ? [] : cell.padEnd(widths[column] ?? 0)))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
