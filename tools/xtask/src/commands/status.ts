import { EXIT, ToolError, UsageError } from "@lockstep/kernel";
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
  exits: {
    0: "everything is current",
    2: "something is stale, red or invalid, and be it a pointer, metadata or a lock that is malformed: of such a root the problems are told, and nothing else",
    3: "no answer: the rules of a root are missing or malformed; with `--all` the other roots are printed first",
    64: "wrong command line",
  },
  documents: ["status.v1"],
  reads: (options) => [`${options.all ? "manifests/*" : cliRoot(options).root}/**`, "crates-wrapper/**"],
  writes: () => [],
  async run(options, world) {
    if (options.all && (options.root !== undefined || options.rules !== undefined)) {
      throw new UsageError("OPTION_CONFLICT", 'The option "--all" excludes "--root" and "--rules"', { hint: "xtask status --help" });
    }
    const roots = options.all ? await allRoots(world.files) : [cliRoot(options)];
    const clis: CliStatus[] = [];
    const failures: ToolError[] = [];
    for (const root of roots) {
      try {
        clis.push(await readStatus(world, root));
      } catch (error) {
        // The others are told all the same.
        if (!(error instanceof ToolError) || error.exitCode !== EXIT.noAnswer) throw error;
        failures.push(error);
      }
    }
    const [failure] = failures;
    if (failure !== undefined && clis.length === 0) throw failure;
    return {
      failures,
      status: clis.every(({ problems }) => problems.length === 0) ? "ok" : "findings",
      data: { schema: "status.v1", clis },
      text: clis.map(renderStatus).join("\n\n"),
    };
  },
});
