import { compareArtifacts, writeArtifacts } from "../artifacts.ts";
import { checkOption, staleResult } from "../check-option.ts";
import { cliRoot, rootOptions } from "../cli-root.ts";
import { planWrapperSurface, wrapperSurfaceCommand } from "../stages/wrapper-surface.ts";
import { defineCommand } from "../world.ts";

/** Writes into the wrapper in which committed versions each command, flag and arg exists. */
export const wrapperSurface = defineCommand({
  name: "wrapper-surface",
  summary: "Write into the wrapper which versions have each command, flag and arg",
  examples: ["xtask wrapper-surface", "xtask wrapper-surface --check"],
  options: { cli: rootOptions.cli, root: rootOptions.root, check: checkOption },
  exits: {
    0: "done; with `--check`: the file is current",
    2: "`--check` found the file stale or missing",
    3: "there is nothing to write or a snapshot is missing, malformed, or of another version or target; the committed file is untouched",
    64: "wrong command line",
  },
  documents: ["wrapper-surface.v1"],
  reads: (options) => {
    const { root } = cliRoot({ ...options, rules: undefined });
    return [`${root}/snapshots/*/*.json`, `${root}/cli.json`];
  },
  writes: () => ["crates-wrapper/**"],
  async run(options, world) {
    const where = cliRoot({ ...options, rules: undefined });
    const { artifact, versions, commands, flags } = await planWrapperSurface(world.files, where);
    if (options.check) return staleResult("wrapper-surface.v1", await compareArtifacts(world, [artifact]), wrapperSurfaceCommand(where));
    const choice = { option: undefined, optionName: undefined, root: where.root, version: versions.at(-1) };
    const changes = await writeArtifacts(world, [artifact], choice);
    const written = changes.written.length > 0;
    return {
      status: "ok",
      data: { schema: "wrapper-surface.v1", path: artifact.path, written, versions, commands, flags },
      text: `${artifact.path} (${written ? "written" : "unchanged"}): ${String(commands)} commands and ${String(flags)} flags in ${versions.join(", ")}`,
    };
  },
});
