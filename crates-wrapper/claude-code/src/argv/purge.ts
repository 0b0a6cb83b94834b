import { ClaudeCodeError } from "../claude-code-error.ts";
import { assertPositional } from "../claude-tools.ts";
import { argvBuilder } from "./argv-builder.ts";
import type { CommonOptions } from "./common-options.ts";

/** Deletes what Claude Code has stored of a project on this machine: `claude purge`. */
export interface PurgeRequest extends CommonOptions {
  /** The project; or else `all`. */
  readonly path?: string;
  /** Every project. */
  readonly all?: boolean;
  /** Lists what would be deleted; or else `yes`. */
  readonly dryRun?: boolean;
  /** Answers the question that a terminal would show. */
  readonly yes?: boolean;
}

export const purgeArgv = argvBuilder<PurgeRequest, "path">({
  path: ["purge"],
  other: { path: "TEXT" },
  flags: { all: "--all", dryRun: "--dry-run", yes: "--yes" },
  args: projectArgs,
  check: assertPurge,
});

/** The older name of `purge`. */
export const projectPurgeArgv = argvBuilder<PurgeRequest, "path">({
  path: ["project", "purge"],
  other: { path: "TEXT" },
  flags: { all: "--all", dryRun: "--dry-run", yes: "--yes" },
  args: projectArgs,
  check: assertPurge,
});

function projectArgs({ path }: PurgeRequest): readonly string[] {
  return path === undefined ? [] : [assertPositional(path, "path", "the path of a project")];
}

function assertPurge({ path, all = false, dryRun = false, yes = false }: PurgeRequest): void {
  if ((path === undefined) !== all)
    throw ClaudeCodeError.forRequest(`"purge" needs either "path" or "all", got ${all ? "both" : "neither"}`);
  if (!dryRun && !yes) throw ClaudeCodeError.forRequest(`"purge" asks at a terminal, wanted "yes" or "dryRun"`);
}
