import { InputError, UsageError } from "@lockstep/kernel";
import { cliRoot, rootOptions } from "../cli-root.ts";
import { allRoots } from "../manifest-roots.ts";
import { verifyRoot, type Verification } from "../stages/verify.ts";
import { defineCommand } from "../world.ts";

/** Proves that every derived file is what its inputs give, and that the inputs keep the contract. */
export const verify = defineCommand({
  name: "verify",
  summary: "Regenerate everything derivable in memory and compare it with what is committed",
  examples: ["xtask verify --all", "xtask verify --cli codex --fix"],
  options: {
    ...rootOptions,
    all: { type: "boolean", describe: "Every CLI of manifests/" },
    fix: { type: "boolean", describe: "Write what differs; a lost status stays a finding" },
  },
  exits: {
    0: "all current, or with `--fix` made so",
    2: "findings, each with the command that mends it",
    3: "no answer: the rules are missing, a pointer or a metadata file is malformed, or there is nothing to verify",
    64: "wrong command line",
  },
  documents: ["verify.v1"],
  reads: (options) => [`${options.all ? "manifests/*" : cliRoot(options).root}/**`, "crates-wrapper/**"],
  writes: (options) => (options.fix ? [`${options.all ? "manifests/*" : cliRoot(options).root}/**`, "crates-wrapper/**"] : []),
  async run(options, world) {
    if (options.all && (options.root !== undefined || options.rules !== undefined)) {
      throw new UsageError("OPTION_CONFLICT", 'The option "--all" excludes "--root" and "--rules"', { hint: "xtask verify --help" });
    }
    const roots = options.all ? await allRoots(world.files) : [cliRoot(options)];
    const results: (Verification & { readonly root: string })[] = [];
    for (const root of roots)
      results.push({
        root: root.root,
        ...(await verifyRoot(world, root, { fix: options.fix, failedScenarios: "error", recordsAnew: true })),
      });
    const stale = results.flatMap((result) => result.stale);
    const checked = results.reduce((sum, { filesChecked }) => sum + filesChecked, 0);
    if (checked === 0 && stale.length === 0) {
      throw new InputError("NOTHING_TO_VERIFY", `${roots.map(({ root }) => `"${root}"`).join(", ")} has no version to verify`, {
        hint: "Make one: xtask parity --version <v>",
      });
    }
    const lines = [
      ...stale.map(({ path, problem, fix }) => `${path} ${problem}\n  fix: ${fix}`),
      ...results.flatMap(({ fixed }) => fixed).map((path) => `${path} written`),
      ...results.flatMap(({ removed }) => removed).map((path) => `${path} removed`),
      `${String(checked)} files of ${results.map(({ root, versions }) => `${root} (${versions.join(", ")})`).join(", ")}: ${stale.length === 0 ? "all current" : stale.length === 1 ? "1 finding" : `${String(stale.length)} findings`}`,
    ];
    return {
      status: stale.length === 0 ? "ok" : "findings",
      data: { schema: "verify.v1", roots: results.map(rootDocument) },
      text: lines.join("\n"),
    };
  },
});

function rootDocument({ root, versions, filesChecked, stale, fixed, removed }: Verification & { readonly root: string }): object {
  return { root, versions, filesChecked, stale, fixed, removed };
}
