import { compare } from "semver";
import { cliRoot, readRules, requireText, rootOptions } from "../cli-root.ts";
import { readRetention } from "../stages/pointers.ts";
import { defineCommand } from "../world.ts";

/** Prunes the snapshots and reports of versions outside of the retention window. */
export const retain = defineCommand({
  name: "retain",
  summary: "List, or with --apply delete, the snapshots and reports outside of the retention window",
  options: {
    ...rootOptions,
    apply: { type: "boolean", describe: "Delete them; without it nothing is touched" },
  },
  exits: {
    0: "done",
    3: "a pointer or a metadata file is missing or malformed; nothing is deleted while that is unknown",
    64: "wrong command line",
  },
  documents: ["retain.v1"],
  reads: (options) => [
    `${cliRoot(options).root}/pointers/**`,
    `${cliRoot(options).root}/*.txt`,
    `${cliRoot(options).root}/versions/*.json`,
  ],
  writes: (options) => [`${cliRoot(options).root}/snapshots/**`, `${cliRoot(options).root}/reports/**`],
  async run(options, world) {
    const where = cliRoot(options);
    const rules = await readRules(world.files, where);
    await requireText(
      world.files,
      `${where.root}/latest_validated.txt`,
      "Without pointers nothing says what to keep; create it: xtask promote, or write none",
    );
    const { keep, remove, latestValidated: latest } = await readRetention(world.files, where.root, rules);
    if (options.apply) {
      for (const version of remove) {
        for (const folder of ["snapshots", "reports"]) await world.files.remove(`${where.root}/${folder}/${version}`);
      }
    }
    const pending = remove.filter((version) => latest === undefined || compare(version, latest) > 0);
    const list = (versions: readonly string[]): string => versions.map((version) => `  ${version}\n`).join("");
    return {
      status: "ok",
      data: { schema: "retain.v1", apply: options.apply, keepVersions: keep, deleteVersions: remove },
      text: `apply: ${String(options.apply)}\nkeep_versions:\n${list(keep)}delete_versions:\n${list(remove)}`,
      ...(pending.length === 0
        ? {}
        : {
            diagnostics: `warning: ${pending.join(", ")} ${options.apply ? "was" : "would be"} deleted although newer than the latest validated version (${latest ?? "none"}); validate and promote first what you want to keep`,
          }),
    };
  },
});
