import { UsageError } from "@lockstep/kernel";
import { cliRoot, rootOptions } from "../cli-root.ts";
import { allRoots } from "../manifest-roots.ts";
import { readStatus, type CliStatus } from "../stages/status.ts";
import { renderStatus } from "../status-text.ts";
import { defineCommand } from "../world.ts";

/** Tells where a CLI stands and whether what is committed is current and sound. Writes nothing. */
export const status = defineCommand({
  name: "status",
  summary: "Show where each CLI stands, what is stale or invalid, and what to do next",
  examples: ["xtask status --all", "xtask status --cli codex --json"],
  options: {
    ...rootOptions,
    all: { type: "boolean", describe: "Every CLI of manifests/" },
  },
  reads: (options) => [`${options.all ? "manifests/*" : cliRoot(options).root}/**`, "crates-wrapper/**"],
  writes: () => [],
  async run(options, world) {
    if (options.all && (options.root !== undefined || options.rules !== undefined)) {
      throw new UsageError("OPTION_CONFLICT", 'The option "--all" excludes "--root" and "--rules"', { hint: "xtask status --help" });
    }
    const roots = options.all ? await allRoots(world.files) : [cliRoot(options)];
    const clis: CliStatus[] = [];
    for (const root of roots) clis.push(await readStatus(world, root));
    return {
      status: clis.every(({ problems }) => problems.length === 0) ? "ok" : "findings",
      data: { schema: "status.v1", clis },
      text: clis.map(renderStatus).join("\n\n"),
    };
  },
});
