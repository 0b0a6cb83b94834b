import { compareArtifacts, writeArtifacts, type Artifact } from "../artifacts.ts";
import { checkOption, staleResult } from "../check-option.ts";
import { cliRoot, readRules, rootOptions, rootWords, type CliRoot } from "../cli-root.ts";
import { planWrapperCoverage } from "../stages/wrapper-coverage.ts";
import { timeOption } from "../timestamps.ts";
import { defineCommand } from "../world.ts";

/** Derives `wrapper_coverage.json` from the command lines that the wrapper's scenarios emit. */
export const wrapperCoverage = defineCommand({
  name: "wrapper-coverage",
  summary: "Derive what the wrapper supports from the command lines it emits",
  examples: ["xtask wrapper-coverage", "xtask wrapper-coverage --check"],
  options: {
    ...rootOptions,
    out: { type: "string", describe: "Write here (default: <root>/wrapper_coverage.json)" },
    from: {
      type: "string",
      format: { pattern: /\S/, wanted: "a command" },
      describe: "The command that prints a WrapperScenarios document (default: wrapper.scenarios of cli.json)",
    },
    "generated-at": timeOption("generated_at"),
    check: checkOption,
  },
  reads: (options) => [`${cliRoot(options).root}/snapshots/*/union.json`, `${cliRoot(options).root}/cli.json`, cliRoot(options).rulesPath],
  writes: (options) => [options.out ?? `${cliRoot(options).root}/wrapper_coverage.json`],
  async run(options, world) {
    const where = cliRoot(options);
    const plan = await planWrapperCoverage(world, where, await readRules(world.files, where), options.from);
    const artifact: Artifact = { ...plan.artifact, path: options.out ?? plan.artifact.path };
    if (options.check) return staleResult("wrapper-coverage.v1", await compareArtifacts(world, [artifact]), fixOf(options, where));
    const newest = plan.versions.at(-1);
    const changes = await writeArtifacts(world, [artifact], {
      option: options["generated-at"],
      optionName: "generated-at",
      root: where.root,
      version: newest,
    });
    const written = changes.written.length > 0;
    return {
      status: "ok",
      data: {
        schema: "wrapper-coverage.v1",
        path: artifact.path,
        written,
        scenarios: plan.scenarios,
        versions: plan.versions,
        units: plan.units,
      },
      text: `${artifact.path} (${written ? "written" : "unchanged"}): ${String(plan.units)} entries from ${String(plan.scenarios)} scenarios, read with ${plan.versions.join(", ")}${written ? `\nThe reports of these versions may be stale now: xtask verify ${rootWords(where)} --fix` : ""}`,
    };
  },
});

function fixOf({ from, out }: { readonly from: string | undefined; readonly out: string | undefined }, where: CliRoot): string {
  const given = Object.entries({ from, out }).flatMap(([name, value]) => (value === undefined ? [] : [` --${name} '${value}'`]));
  return `xtask wrapper-coverage ${rootWords(where)}${given.join("")}`;
}
