import type { ParityRules } from "@lockstep/contracts";
import { UsageError } from "@lockstep/kernel";
import { compareArtifacts, writeArtifacts } from "../artifacts.ts";
import { checkOption, staleResult } from "../check-option.ts";
import { cliRoot, readRules, rootOptions, rootWords, versionOption } from "../cli-root.ts";
import { planVersionMetadata } from "../stages/version-metadata.ts";
import { timeOption } from "../timestamps.ts";
import { defineCommand } from "../world.ts";

/** Writes `versions/<version>.json` with a status whose gates are green. */
export const versionMetadata = defineCommand({
  name: "version-metadata",
  summary: "Record the status, coverage and validation of one version",
  examples: [
    "xtask version-metadata --version 0.125.0 --status reported",
    "xtask version-metadata --version 0.125.0 --status validated --passed-target x86_64-unknown-linux-musl",
  ],
  options: {
    ...rootOptions,
    version: versionOption,
    status: {
      type: "string",
      required: true,
      choices: ["snapshotted", "reported", "validated", "supported"],
      describe: "The status to give it",
    },
    "passed-target": { type: "list", describe: "A target that passed validation (repeatable)" },
    "failed-target": { type: "list", describe: "A target that failed validation (repeatable)" },
    "skipped-target": { type: "list", describe: "A target that was not validated (repeatable)" },
    "updated-at": timeOption("updated_at"),
    check: checkOption,
  },
  exits: {
    0: "written, or current already",
    2: "a gate is red; nothing is written",
    3: "a file that the status needs is missing",
    64: "wrong command line",
  },
  documents: ["version-metadata.v1"],
  reads: (options) => [
    `${cliRoot(options).root}/snapshots/${options.version}/union.json`,
    `${cliRoot(options).root}/reports/${options.version}/coverage.any.json`,
    `${cliRoot(options).root}/wrapper_coverage.json`,
    cliRoot(options).rulesPath,
  ],
  writes: (options) => [`${cliRoot(options).root}/versions/${options.version}.json`],
  async run(options, world) {
    const where = cliRoot(options);
    const { version, status } = options;
    const outcome = {
      passed_targets: options["passed-target"],
      failed_targets: options["failed-target"],
      skipped_targets: options["skipped-target"],
    };
    const isGiven = Object.values(outcome).some((targets) => targets.length > 0);
    if (isGiven && status === "snapshotted") {
      throw new UsageError(
        "OPTION_CONFLICT",
        'The status "snapshotted" takes no "--passed-target", "--failed-target" or "--skipped-target"',
        { hint: "xtask version-metadata --help" },
      );
    }
    const rules = await readRules(world.files, where);
    if (isGiven) assertOutcome(options, rules.union);
    const plan = await planVersionMetadata(world.files, where, rules, { version, status, validation: isGiven ? outcome : undefined });
    const { path } = plan.artifact;
    if (plan.redGates.length > 0) {
      return {
        status: "findings",
        data: { schema: "version-metadata.v1", version, status, path, written: false, redGates: plan.redGates },
        text: `${path} is not written: "${status}" is not reached\n${plan.redGates.map((gate) => `  ${gate}`).join("\n")}`,
      };
    }
    if (options.check)
      return staleResult(
        "version-metadata.v1",
        await compareArtifacts(world, [plan.artifact]),
        `xtask version-metadata ${rootWords(where)} --version ${version} --status ${status}`,
      );
    const changes = await writeArtifacts(world, [plan.artifact], {
      option: options["updated-at"],
      optionName: "updated-at",
      root: where.root,
      version,
    });
    const written = changes.written.length > 0;
    const supported = plan.metadata.coverage?.supported_targets ?? [];
    return {
      status: "ok",
      data: { schema: "version-metadata.v1", version, status, path, written, redGates: [] },
      text: `${path} (${written ? "written" : "unchanged"}): ${status}; supported targets: ${supported.length === 0 ? "none" : supported.join(", ")}`,
    };
  },
});

/** Checks the outcome lists: known targets, each once, the required one among them. */
function assertOutcome(
  lists: Readonly<Record<"passed-target" | "failed-target" | "skipped-target", readonly string[]>>,
  union: ParityRules["union"],
): void {
  const seen = new Map<string, string>();
  for (const name of ["passed-target", "failed-target", "skipped-target"] as const) {
    for (const target of lists[name]) {
      const earlier = seen.get(target);
      if (!union.expected_targets.includes(target))
        throw new UsageError("OPTION_VALUE", `The option "--${name}" must be one of ${union.expected_targets.join(", ")}, is "${target}"`, {
          hint: "RULES.json lists them at union.expected_targets",
        });
      if (earlier !== undefined)
        throw new UsageError(
          "OPTION_CONFLICT",
          `The target "${target}" is given to "--${earlier}" and to "--${name}"; a target has one outcome`,
          { hint: "Leave out one of the two" },
        );
      seen.set(target, name);
    }
  }
  if (!seen.has(union.required_target)) {
    throw new UsageError("OPTION_MISSING", `The required target "${union.required_target}" has no outcome`, {
      hint: `Add --passed-target, --failed-target or --skipped-target ${union.required_target}`,
    });
  }
}
