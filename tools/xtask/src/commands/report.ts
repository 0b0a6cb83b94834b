import { UsageError } from "@lockstep/kernel";
import { deltaTable } from "@lockstep/parity";
import { compareArtifacts, writeArtifacts } from "../artifacts.ts";
import { checkOption, staleResult } from "../check-option.ts";
import { cliRoot, readRules, rootOptions, rootWords, versionOption } from "../cli-root.ts";
import { renderWorkQueue, selectQueue, summariseQueue } from "../work-queue.ts";
import { planReports } from "../stages/report.ts";
import { timeOption } from "../timestamps.ts";
import { defineCommand } from "../world.ts";

/** Writes the coverage reports of one version, or shows the work queue that they hold. */
export const report = defineCommand({
  name: "report",
  summary: "Compare upstream with the wrapper: the deltas are the work queue",
  examples: [
    "xtask report --version 0.125.0",
    "xtask report --version 0.125.0 --show --command 'mcp add'",
    "xtask report --version 0.125.0 --show --target x86_64-unknown-linux-musl",
  ],
  options: {
    ...rootOptions,
    version: versionOption,
    show: { type: "boolean", describe: "Print the work queue and write nothing" },
    command: { type: "string", describe: "With --show: only this command and those below it, for example 'mcp add'" },
    target: { type: "string", describe: "With --show: only what is missing on this target" },
    coverage: { type: "string", describe: "With --show: the coverage of another wrapper, such as a recorded one" },
    delta: {
      type: "list",
      choices: deltaTable.map(({ delta }) => delta),
      describe: "With --show: only these lists, for example missing_flags (repeatable)",
    },
    "generated-at": timeOption("generated_at"),
    check: checkOption,
  },
  reads: (options) => [
    `${cliRoot(options).root}/snapshots/${options.version}/union.json`,
    options.coverage ?? `${cliRoot(options).root}/wrapper_coverage.json`,
    cliRoot(options).rulesPath,
  ],
  writes: (options) => (options.show ? [] : [`${cliRoot(options).root}/reports/${options.version}/coverage.*.json`]),
  async run(options, world) {
    for (const name of ["command", "target", "coverage", "delta"] as const) {
      const value = options[name];
      if (!options.show && value !== undefined && value.length > 0)
        throw new UsageError("OPTION_NEEDS", `The option "--${name}" needs "--show"`, { hint: "xtask report --help" });
    }
    if (options.show && options.check)
      throw new UsageError("OPTION_CONFLICT", 'The options "--show" and "--check" exclude each other', { hint: "xtask report --help" });
    const where = cliRoot(options);
    const { version } = options;
    const plan = await planReports(world.files, where, await readRules(world.files, where), version, options.coverage);
    const { artifacts, reports } = plan;
    if (options.check)
      return staleResult("report.v1", await compareArtifacts(world, artifacts), `xtask report ${rootWords(where)} --version ${version}`);
    if (options.show) {
      const choice = { command: options.command, target: options.target, deltas: options.delta };
      const queue = selectQueue(plan, choice);
      return {
        status: "ok",
        data: { schema: "report.show.v1", version, target: options.target ?? null, ...queue },
        text: renderWorkQueue(version, queue, choice),
      };
    }
    const changes = await writeArtifacts(world, artifacts, {
      option: options["generated-at"],
      optionName: "generated-at",
      root: where.root,
      version,
    });
    const lines = [
      ...changes.written.map((path) => `${path} (written)`),
      ...changes.removed.map((path) => `${path} (removed)`),
      ...changes.unchanged.map((path) => `${path} (unchanged)`),
    ];
    return {
      status: "ok",
      data: { schema: "report.v1", version, ...changes, counts: summariseQueue(reports[0]).counts },
      text: `${lines.join("\n")}\n${summariseQueue(reports[0]).text}`,
    };
  },
});
