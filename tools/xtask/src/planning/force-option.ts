import { UsageError, type OptionSpec } from "@lockstep/kernel";

/** The options of the commands that change files. */
export const changeOptions = {
  "dry-run": { type: "boolean", describe: "Tell what would be done, and touch nothing" },
  force: {
    type: "all-or-some",
    placeholder: "a path",
    describe: "Overwrite files that drifted, but never what is unsafe",
  },
} as const satisfies Record<string, OptionSpec>;

/** Throws `UsageError` `PLAN_NOT_NAMED` when `--force` has taken the only word, which was meant to be the plan, for a path. */
export function refuseForcedPlan(words: readonly string[], force: "all" | readonly string[], verb: string): void {
  if (words.length > 0 || force === "all" || force.length === 0) return;
  throw new UsageError("PLAN_NOT_NAMED", `No plan is named: "--force" takes the word behind it, "${force[0] ?? ""}", for a path`, {
    hint: `Write the plan first: xtask plan ${verb} <id> --force`,
  });
}
