import { UsageError } from "@lockstep/kernel";
import { compareArtifacts, writeArtifacts } from "../artifacts.ts";
import { checkOption, staleResult } from "../check-option.ts";
import { planWorkflows, workflowFolder } from "../stages/workflows.ts";
import { readWork } from "../workflows/read-work.ts";
import { generateCommand } from "../workflows/render-workflow.ts";
import { defineCommand } from "../world.ts";

const whats = ["generate", "work"] as const;

/** Writes the workflows of continuous integration, and tells them what there is to take in. */
export const ci = defineCommand({
  name: "ci",
  summary: "Write the workflows of continuous integration from the descriptors of all CLIs",
  examples: ["xtask ci generate", "xtask ci generate --check", "xtask ci work --watch watch.json"],
  options: {
    what: {
      type: "words",
      placeholder: "generate|work",
      choices: whats,
      describe: "generate writes the workflows; work prints the releases of --watch as the matrix that a workflow reads",
    },
    check: { ...checkOption, describe: `With generate: ${checkOption.describe}` },
    watch: { type: "string", describe: "With work: the file with what xtask watch --json printed" },
  },
  exits: {
    0: "written, or current, or the work is printed",
    2: "with `--check` a file is stale or missing; the command that mends it is named",
    3: "a `cli.json` or the file of `--watch` is malformed",
    64: "wrong command line",
  },
  documents: ["ci.v1"],
  reads: ({ what, watch }) => (what[0] === "work" ? [watch ?? "<watch>"] : ["manifests/*/cli.json", `${workflowFolder}/*.yml`]),
  writes: ({ what, check }) => (what[0] === "generate" && !check ? [`${workflowFolder}/*.yml`] : []),
  async run({ what, check, watch }, world) {
    const [verb] = what;
    const hint = "xtask ci --help";
    if (what.length !== 1 || !whats.some((known) => known === verb))
      throw new UsageError("VERB_UNKNOWN", `"xtask ci" takes one of ${whats.join(" and ")}, is given "${what.join(" ")}"`, { hint });
    if (verb === "work") {
      if (check) throw new UsageError("OPTION_CONFLICT", '"xtask ci work" writes nothing, but "--check" is given', { hint });
      if (watch === undefined) throw new UsageError("OPTION_MISSING", '"xtask ci work" needs the option "--watch"', { hint });
      const work = await readWork(world.files, watch);
      return { status: "ok", data: { schema: "ci.v1", work }, text: `work=${JSON.stringify(work)}` };
    }
    if (watch !== undefined) throw new UsageError("OPTION_CONFLICT", '"xtask ci generate" does not read "--watch"', { hint });
    const artifacts = await planWorkflows(world.files);
    if (check) return staleResult("ci.v1", await compareArtifacts(world, artifacts), generateCommand);
    const { written, unchanged } = await writeArtifacts(world, artifacts, {
      option: undefined,
      optionName: undefined,
      root: "manifests",
      version: undefined,
    });
    return {
      status: "ok",
      data: { schema: "ci.v1", written, unchanged },
      text: artifacts.map(({ path }) => `${path} (${written.includes(path) ? "written" : "unchanged"})`).join("\n"),
    };
  },
});
