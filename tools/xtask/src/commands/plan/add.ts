import { UsageError } from "@lockstep/kernel";
import { readSource } from "../../planning/content-source.ts";
import { findNamedPlan } from "../../planning/open-plan.ts";
import { readStoredPlan } from "../../planning/find-plan.ts";
import { overviewOf } from "../../planning/overview.ts";
import { filesFields, planFields, planState, recoveredField } from "../../planning/plan-document.ts";
import { counted, renderRows, renderSummary } from "../../planning/plan-text.ts";
import { givenPaths } from "../../planning/planned-paths.ts";
import { whileLocked } from "../../planning/recovery.ts";
import { stageAll } from "../../planning/stage-all.ts";
import { defineCommand } from "../../world.ts";

/** Stages the change of one path, or of those of a patch. What stands there now is kept with it. */
export const add = defineCommand({
  name: "plan add",
  summary: "Add a change of a file to a plan: new content, a patch, a mode, or its deletion",
  examples: [
    "xtask plan add k1qaeq src/main.ts --file /tmp/main.ts",
    "generate | xtask plan add k1qaeq docs/table.md --stdin",
    "git diff | xtask plan add k1qaeq --patch -",
    "xtask plan add k1qaeq old.txt older.txt --delete",
    "xtask plan add k1qaeq bin/run --mode 0755",
  ],
  options: {
    id: {
      type: "words",
      placeholder: "<id> [<path>...]",
      names: "plan-and-paths",
      describe: "The plan, and the files that change: relative to the current folder, inside of the workspace",
    },
    file: { type: "string", describe: "The whole new content is that of this file" },
    stdin: { type: "boolean", describe: "The whole new content is standard input" },
    patch: { type: "string", describe: "A patch as git and diff -u write it, of any number of files; - is standard input" },
    delete: { type: "boolean", describe: "The files are deleted" },
    mode: {
      type: "string",
      describe: "The permission bits, by themselves or with new content",
      format: { pattern: /^0?[0-7]{3}$/, wanted: "permission bits like 0644 or 0755" },
    },
  },
  exits: {
    0: "it is staged",
    3: "nothing is staged: a path is refused, a patch does not fit, the content cannot be read, or the plan is unknown",
    64: "wrong command line",
    75: "another process is at the plans of this workspace",
  },
  documents: ["plan.add.v1"],
  reads: () => [".xtask/plans/<id>.json", "<path>", "<file>", "<patch>"],
  writes: () => [".xtask/plans/<id>.json"],
  async run({ id: words, ...options }, world) {
    const named = await findNamedPlan(world, words, "xtask plan add <id> <path> --file <new content>");
    const { plans, folder } = named;
    const source = await readSource(world, options);
    const paths = [...new Set(givenPaths(named.rest, folder))];
    if (paths.length === 0 && source.type !== "patch") {
      throw new UsageError("PATH_NOT_NAMED", "No path is named behind the plan", { hint: "xtask plan add --help" });
    }
    if (paths.length > 1 && (source.type === "content" || source.type === "patch")) {
      throw new UsageError("PATH_NOT_NAMED", `One ${source.type} cannot be that of ${String(paths.length)} files`, {
        hint: source.type === "content" ? "Add them one by one" : "Leave the paths out: the patch has them",
      });
    }
    const mode = options.mode?.padStart(4, "0");
    return whileLocked(world, plans, async (locked) => {
      const old = await readStoredPlan(plans, named.id);
      const { plan, staged } = await stageAll(world, plans, old, { source, paths, mode });
      await locked.writePlan(plan);
      const transactions = await plans.listTransactions();
      const files = plan.files.filter(({ path }) => staged.has(path));
      const { rows } = await overviewOf(plans, { id: plan.id, files }, transactions);
      const state = planState(plan, transactions);
      return {
        status: "ok",
        data: {
          schema: "plan.add.v1",
          ...planFields(plan, state),
          plannedFiles: plan.files.length,
          ...filesFields(rows),
          recovered: recoveredField(locked.recovered),
        },
        text: [
          renderRows(rows),
          `Staged ${renderSummary(rows)}. The plan has ${counted(plan.files.length, "file")}.\nNext: xtask plan diff ${plan.id}`,
        ].join("\n"),
      };
    });
  },
});
