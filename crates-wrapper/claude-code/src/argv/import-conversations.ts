import { assertPositional } from "../claude-tools.ts";
import { argvBuilder } from "./argv-builder.ts";
import type { CommonOptions } from "./common-options.ts";

/** Makes sessions of an archive of conversations: `claude import-conversations`. Help conceals it. */
export interface ImportConversationsRequest extends CommonOptions {
  readonly exportPath: string;
  /** Directory that the sessions belong to. */
  readonly cwd?: string;
  /** Reads and checks the archive and writes nothing. */
  readonly dryRun?: boolean;
}

export const importConversationsArgv = argvBuilder<ImportConversationsRequest, "exportPath">({
  path: ["import-conversations"],
  other: { exportPath: "TEXT!" },
  flags: { cwd: "--cwd=TEXT", dryRun: "--dry-run" },
  args: ({ exportPath }) => [assertPositional(exportPath, "exportPath", "the path of an archive")],
});
