import { renderConflicts } from "@lockstep/parity";
import { detectInVersion, mixedParsersText, renderCompleteness } from "@lockstep/parity/detect";
import { cliRoot, readRules, rootOptions, rootWords, versionOption } from "../cli-root.ts";
import { writeArtifacts, compareArtifacts } from "../artifacts.ts";
import { readPreviousSnapshots } from "../stages/previous-snapshots.ts";
import { planUnion } from "../stages/union.ts";
import { timeOption } from "../timestamps.ts";
import { defineCommand } from "../world.ts";
import { checkOption, staleResult } from "../check-option.ts";

/** Merges the snapshots of one version into `snapshots/<version>/union.json`. */
export const union = defineCommand({
  name: "union",
  summary: "Merge the snapshots of one version into its union, with conflicts recorded",
  examples: ["xtask union --version 0.125.0", "xtask codex-union --codex-dir cli_manifests/codex --version 0.125.0"],
  options: {
    ...rootOptions,
    version: versionOption,
    "collected-at": timeOption("collected_at"),
    check: checkOption,
  },
  exits: {
    0: "done, also with conflicts, missing targets or warnings; with `--check`: the file is current",
    2: "the snapshots were read by different parsers, or `--check` found the file stale",
    3: "a snapshot is missing or does not fit",
    64: "wrong command line",
  },
  documents: ["union.v1"],
  reads: (options) => [`${cliRoot(options).root}/snapshots/*/*.json`, cliRoot(options).rulesPath],
  writes: (options) => [`${cliRoot(options).root}/snapshots/${options.version}/union.json`],
  async run(options, world) {
    const where = cliRoot(options);
    const { version } = options;
    const place = { rootWords: rootWords(where), version };
    const plan = await planUnion(world.files, where, await readRules(world.files, where), version, options.check ? "check" : "write");
    if (plan.type === "mixed-parsers") {
      return {
        status: "findings",
        data: { schema: "union.v1", version, mixedParsers: plan.parsers },
        text: mixedParsersText(place, plan.parsers),
      };
    }
    if (options.check)
      return staleResult("union.v1", await compareArtifacts(world, [plan.artifact]), `xtask union ${place.rootWords} --version ${version}`);
    const changes = await writeArtifacts(world, [plan.artifact], {
      option: options["collected-at"],
      optionName: "collected-at",
      root: where.root,
      version,
    });
    const { targets, missingTargets, commands, conflicts } = plan;
    const previous = await readPreviousSnapshots(world.files, where.root, version, plan.snapshots.keys());
    const { completeness, shrinkages, warnings } = detectInVersion(plan.snapshots, previous, place);
    const incomplete = missingTargets.length === 0 ? "complete" : `incomplete, no snapshot of ${missingTargets.join(", ")}`;
    return {
      status: "ok",
      data: {
        schema: "union.v1",
        version,
        path: plan.artifact.path,
        targets,
        missingTargets,
        commands,
        conflicts: conflicts.length,
        conflictUnits: conflicts,
        written: changes.written.length > 0,
        completeness,
        shrinkages,
      },
      text: [
        `${plan.artifact.path} (${changes.written.length > 0 ? "written" : "unchanged"}): ${String(commands)} commands, ${String(conflicts.length)} conflicts; ${incomplete}`,
        ...renderConflicts(conflicts),
        ...renderCompleteness(completeness),
      ].join("\n"),
      diagnostics: warnings.join("\n"),
    };
  },
});
