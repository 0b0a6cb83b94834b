import { overviewOf } from "../../planning/overview.ts";
import { readContentOf, renderContents } from "../../planning/contents.ts";
import { planWord } from "../../planning/find-plan.ts";
import { openPlan } from "../../planning/open-plan.ts";
import { filesFields, planFields } from "../../planning/plan-document.ts";
import { renderHead, renderRows, renderSummary } from "../../planning/plan-text.ts";
import { defineCommand } from "../../world.ts";

/** Shows one plan and what stands at its paths now. Touches nothing. */
export const show = defineCommand({
  name: "plan show",
  summary: "Show a plan: its files, what is planned for each, and which drifted",
  examples: ["xtask plan show k1qaeq", "xtask plan show k1qaeq --content --json"],
  options: {
    id: planWord,
    content: { type: "boolean", describe: "The planned content too" },
  },
  exits: {
    0: "it is shown",
    3: "no answer: the plan is unknown or damaged, or a path cannot be looked at",
    64: "wrong command line",
  },
  documents: ["plan.show.v1"],
  reads: () => [".xtask/plans/<id>.json", ".xtask/backups/*/journal.jsonl", "<every planned path>"],
  writes: () => [],
  async run({ id, content }, world) {
    const { plans, plan, state, transactions } = await openPlan(world, id, "show");
    const { rows } = await overviewOf(plans, plan, transactions);
    const files = rows.map((row, index) => ({
      ...row,
      contentBefore: content ? readContentOf(plan.files[index]?.before) : null,
      contentAfter: content ? readContentOf(plan.files[index]?.after) : null,
    }));
    const next = plan.files.length === 0 ? `xtask plan add ${plan.id} <path> --file <new content>` : `xtask plan diff ${plan.id}`;
    return {
      status: "ok",
      data: { schema: "plan.show.v1", ...planFields(plan, state), ...filesFields(files) },
      text: [
        renderHead(plan, state),
        `  made ${plan.createdAt}, changed ${plan.updatedAt}${plan.baseCommit === undefined ? "" : `, on commit ${plan.baseCommit.slice(0, 12)}`}`,
        ...(rows.length === 0 ? [] : ["", renderRows(rows)]),
        ...(content ? renderContents(plan.files) : []),
        "",
        `${renderSummary(rows)}.\nNext: ${next}`,
      ].join("\n"),
    };
  },
});
