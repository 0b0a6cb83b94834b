import { realPlaces, renderFileDiff } from "@lockstep/plans";
import { digest } from "../../planning/digest.ts";
import { openPlan } from "../../planning/open-plan.ts";
import { overviewOf } from "../../planning/overview.ts";
import { filesFields, planFields } from "../../planning/plan-document.ts";
import { plannedPaths } from "../../planning/planned-paths.ts";
import { defineCommand } from "../../world.ts";

/** Prints a plan as a patch: from what was staged, whatever became of the files since, to what is planned. Touches nothing. */
export const diff = defineCommand({
  name: "plan diff",
  summary: "Print a plan as a patch that git apply takes; drift is told beside it",
  examples: ["xtask plan diff k1qaeq", "xtask plan diff k1qaeq src/main.ts", "xtask plan diff k1qaeq | git apply --check"],
  options: {
    id: {
      type: "words",
      placeholder: "<id> [<path>...]",
      names: "plan-and-paths",
      describe: "The plan, and of its files those that are printed; without one all are",
    },
  },
  exits: {
    0: "it is printed, drift or not",
    3: "no answer: the plan is unknown or damaged, or a path cannot be looked at",
    64: "wrong command line, or a path that the plan does not hold",
  },
  documents: ["plan.diff.v1"],
  reads: () => [".xtask/plans/<id>.json", ".xtask/backups/*/journal.jsonl", "<every planned path>"],
  writes: () => [],
  async run({ id }, world) {
    const { plans, plan, state, folder, rest, transactions } = await openPlan(world, id, "diff", true);
    const wanted = new Set(rest.length === 0 ? plan.files.map(({ path }) => path) : plannedPaths(rest, folder, plan));
    const shown = plan.files.filter(({ path }) => wanted.has(path));
    // Of the whole plan: what stands in the way of one file may be another.
    const { rows, observations } = await overviewOf(plans, plan, transactions);
    const files = shown.map((file) => {
      const row = rows.find(({ path }) => path === file.path);
      if (row === undefined) throw new Error(`Nothing was decided of "${file.path}"`);
      // git changes nothing beyond a link: the patch has the place that the path leads to.
      const observation = observations.get(file.path);
      const place = (observation === undefined ? undefined : realPlaces(file.path, observation)[0]) ?? file.path;
      const text = renderFileDiff({ ...file, path: place }, digest);
      return { ...row, diff: text, binary: text.includes("\nGIT binary patch\n") };
    });
    const told = files.filter(({ drift, action }) => (drift && action !== "unchanged") || action.startsWith("skip"));
    return {
      status: "ok",
      data: { schema: "plan.diff.v1", ...planFields(plan, state), ...filesFields(files) },
      text: files.map((file) => file.diff).join(""),
      ...(told.length === 0 ? {} : { diagnostics: told.map(({ action, reason }) => `${action}: ${reason}`).join("\n") }),
    };
  },
});
