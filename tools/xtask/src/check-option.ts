import type { CommandResult, OptionSpec } from "@lockstep/kernel";
import type { ArtifactState } from "./artifacts.ts";

/** The option of every generator of committed files. */
export const checkOption = {
  type: "boolean",
  describe: "Write nothing; exit 2 when a committed file differs from what would be generated",
} satisfies OptionSpec;

/** The result of a generator's `--check`: the files that differ and the command that mends them. */
export function staleResult(schema: string, states: readonly ArtifactState[], fix: string): CommandResult {
  const stale = states.filter(({ state }) => state !== "current");
  const rows = stale.map(({ path, state }) => `${path} is ${state}`);
  return stale.length === 0
    ? {
        status: "ok",
        data: { schema, check: { stale: [], fix } },
        text: states.length === 1 ? "1 file is current" : `${String(states.length)} files are current`,
      }
    : { status: "findings", data: { schema, check: { stale, fix } }, text: `${rows.join("\n")}\nRun: ${fix}` };
}
