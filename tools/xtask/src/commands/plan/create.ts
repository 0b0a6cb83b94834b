import type { ChangePlan } from "@lockstep/plans";
import { openWorkspace, readHead } from "../../planning/open-workspace.ts";
import { filesFields, planFields, recoveredField } from "../../planning/plan-document.ts";
import { whileLocked } from "../../planning/recovery.ts";
import { defineCommand } from "../../world.ts";

/** Makes an empty plan. */
export const create = defineCommand({
  name: "plan create",
  summary: "Make a plan, which is empty until files are added to it",
  examples: ["xtask plan create --goal 'Rename the option --colour to --color'"],
  options: {
    goal: {
      type: "string",
      required: true,
      describe: "What the change is for, in a sentence",
      format: { pattern: /\S/, wanted: "a text that is not blank" },
    },
  },
  exits: {
    0: "it is made",
    3: "it could not be written, or git cannot tell the work tree",
    64: "wrong command line",
    75: "another process is at the plans of this workspace",
  },
  documents: ["plan.create.v1"],
  reads: () => [".git/HEAD"],
  writes: () => [".xtask/plans/*.json"],
  async run({ goal }, world) {
    const { plans, isRepository } = await openWorkspace(world);
    const head = isRepository ? await readHead(world) : undefined;
    const now = world.clock.now();
    const plan: ChangePlan = {
      schemaVersion: 1,
      id: plans.newId(),
      goal: goal.trim(),
      createdAt: now,
      updatedAt: now,
      workspaceRoot: plans.files.root,
      ...(head === undefined ? {} : { baseCommit: head }),
      files: [],
    };
    const recovered = await whileLocked(world, plans, async (locked) => {
      await locked.writePlan(plan);
      return locked.recovered;
    });
    return {
      status: "ok",
      data: { schema: "plan.create.v1", ...planFields(plan, "empty"), ...filesFields([]), recovered: recoveredField(recovered) },
      text: `${plan.id}\nNext: xtask plan add ${plan.id} <path> --file <new content>`,
    };
  },
});
