import { InputError } from "@lockstep/kernel";
import { documentFindings, planFindings, renderFindings } from "../../planning/plan-findings.ts";
import { findNamedPlan } from "../../planning/open-plan.ts";
import { planWord, readStoredPlan, refuseMore } from "../../planning/find-plan.ts";
import { overviewOf } from "../../planning/overview.ts";
import { filesFields, planFields, planState } from "../../planning/plan-document.ts";
import { renderHead, renderSummary } from "../../planning/plan-text.ts";
import { tellOpen } from "../../planning/recovery.ts";
import { defineCommand } from "../../world.ts";

/** Checks a plan against itself and against what stands at its paths now. Touches nothing. */
export const validate = defineCommand({
  name: "plan validate",
  summary: "Check a plan: its hashes, the safety of its paths, and drift",
  examples: ["xtask plan validate k1qaeq"],
  options: { id: planWord },
  exits: {
    0: "it can be applied",
    2: "findings: a plan that is none, a hash, an unsafe path, drift, or a file to delete that is gone",
    3: "no answer: the plan is unknown, or a path cannot be looked at",
    64: "wrong command line",
  },
  documents: ["plan.validate.v1"],
  reads: () => [".xtask/plans/<id>.json", ".xtask/backups/*/journal.jsonl", "<every planned path>"],
  writes: () => [],
  async run({ id: words }, world) {
    const { plans, id, rest } = await findNamedPlan(world, words, "xtask plan validate <id>");
    refuseMore(rest, "validate");
    const transactions = await plans.listTransactions();
    tellOpen(transactions, world);
    const read = await readStoredPlan(plans, id).catch((error: unknown) => {
      if (error instanceof InputError && error.code !== "PLAN_UNKNOWN") return error;
      throw error;
    });
    if (read instanceof InputError) {
      const findings = documentFindings(read);
      return {
        status: "findings",
        data: { schema: "plan.validate.v1", planId: id, plan: null, findings, ...filesFields([]) },
        text: [`Plan ${id}`, ...renderFindings(findings), "It cannot be read."].join("\n"),
      };
    }
    const { rows, preflight } = await overviewOf(plans, read, transactions);
    const findings = planFindings(read, plans.files.root, preflight);
    const state = planState(read, transactions);
    const { planId, ...plan } = planFields(read, state);
    return {
      status: findings.length === 0 ? "ok" : "findings",
      data: { schema: "plan.validate.v1", planId, plan, findings, ...filesFields(rows) },
      text: [
        renderHead(read, state),
        ...renderFindings(findings),
        `${renderSummary(rows)}.${preflight.isBlocked ? " It cannot be applied as it is." : ""}`,
        ...(findings.length === 0 ? [`Next: xtask plan apply ${planId} --dry-run`] : []),
      ].join("\n"),
    };
  },
});
