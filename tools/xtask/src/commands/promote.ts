import { parseContract, type ParityRules, type VersionMetadataV1 } from "@lockstep/contracts";
import type { Files } from "@lockstep/kernel";
import { planPromotion, type ValidationSets } from "@lockstep/parity";
import { compareArtifacts, writeArtifacts, type Artifact } from "../artifacts.ts";
import { cliRoot, readRules, requireText, rootOptions, rootWords, versionOption, type CliRoot } from "../cli-root.ts";
import { readPointers } from "../stages/pointers.ts";
import { planReports } from "../stages/report.ts";
import { planUnion } from "../stages/union.ts";
import { planVersionMetadata } from "../stages/version-metadata.ts";
import { defineCommand, type World } from "../world.ts";

/** Makes a version the latest validated one: status, pointers and `current.json`, all or nothing. */
export const promote = defineCommand({
  name: "promote",
  summary: "Make a validated version the latest one: pointers and current.json, all or nothing",
  examples: ["xtask promote --version 0.125.0 --dry-run", "xtask promote --version 0.125.0 --passed-target x86_64-unknown-linux-musl"],
  options: {
    ...rootOptions,
    version: versionOption,
    "passed-target": {
      type: "list",
      describe: "A target that passed validation (repeatable); gives the version the status validated first",
    },
    "dry-run": { type: "boolean", describe: "Say what would change and write nothing" },
  },
  reads: (options) => [
    `${cliRoot(options).root}/versions/${options.version}.json`,
    `${cliRoot(options).root}/snapshots/${options.version}/union.json`,
    `${cliRoot(options).root}/pointers/**`,
  ],
  writes: (options) => [
    `${cliRoot(options).root}/versions/${options.version}.json`,
    `${cliRoot(options).root}/latest_validated.txt`,
    `${cliRoot(options).root}/pointers/**`,
    `${cliRoot(options).root}/current.json`,
  ],
  async run(options, world) {
    const where = cliRoot(options);
    const { files } = world;
    const { root } = where;
    const { version } = options;
    const rules = await readRules(files, where);
    const isOutcomeGiven = options["passed-target"].length > 0;
    const committed = await readMetadata(files, where, version, isOutcomeGiven);
    const redGates = [...(await staleInputs(world, where, rules, version))];
    if (!isOutcomeGiven && committed?.status !== "validated")
      redGates.push(`the status must be "validated", is "${committed?.status ?? ""}"`);
    // The gates are computed anew, whatever the committed metadata says.
    const plan = await planVersionMetadata(files, where, rules, {
      version,
      status: "validated",
      validation: isOutcomeGiven ? outcomeWith(options["passed-target"], committed?.validation) : undefined,
    });
    redGates.push(...plan.redGates);
    const pointers = await readPointers(files, root, rules);
    const promotion = planPromotion({
      rules,
      metadata: plan.metadata,
      unionText: (await files.readText(`${root}/snapshots/${version}/union.json`)) ?? "",
      pointers: new Map(
        pointers.flatMap(({ path, version: present }) => (present === undefined ? [] : [[path.slice(root.length + 1), present] as const])),
      ),
    });
    const refused = [...new Set([...redGates, ...(promotion.type === "refused" ? promotion.redGates : [])])];
    if (promotion.type === "refused" || refused.length > 0) {
      return {
        status: "findings",
        data: { schema: "promote.v1", version, promoted: false, redGates: refused, changes: [] },
        text: `${version} is not promoted:\n${refused.map((gate) => `  ${gate}`).join("\n")}`,
      };
    }
    const texts = [...promotion.texts].map(([path, text]): Artifact => ({ path: `${root}/${path}`, content: { type: "text", text } }));
    const artifacts = [plan.artifact, ...texts];
    const changes = options["dry-run"]
      ? (await compareArtifacts(world, artifacts)).filter(({ state }) => state !== "current").map(({ path }) => path)
      : (await writeArtifacts(world, artifacts, { option: undefined, optionName: undefined, root, version })).written;
    const verb = options["dry-run"] ? "would write" : "wrote";
    return {
      status: "ok",
      data: { schema: "promote.v1", version, promoted: !options["dry-run"], redGates: [], changes },
      text: changes.length === 0 ? `${version} is already promoted` : changes.map((path) => `${verb} ${path}`).join("\n"),
    };
  },
});

async function readMetadata(files: Files, where: CliRoot, version: string, isOptional: boolean): Promise<VersionMetadataV1 | undefined> {
  const path = `${where.root}/versions/${version}.json`;
  const text = isOptional
    ? await files.readText(path)
    : await requireText(
        files,
        path,
        `Record its status first: xtask version-metadata ${rootWords(where)} --version ${version} --status validated`,
      );
  return text === undefined ? undefined : parseContract("VersionMetadataV1", path, text);
}

/** What passed now, with the failures and omissions on record for other targets. */
function outcomeWith(passed: readonly string[], recorded: ValidationSets | undefined): ValidationSets {
  const isOther = (target: string): boolean => !passed.includes(target);
  return {
    passed_targets: passed,
    failed_targets: recorded?.failed_targets.filter(isOther) ?? [],
    skipped_targets: recorded?.skipped_targets.filter(isOther) ?? [],
  };
}

/** The files behind a promotion that are not what their inputs give, each as one sentence. */
async function staleInputs(world: World, where: CliRoot, rules: ParityRules, version: string): Promise<readonly string[]> {
  const union = await planUnion(world.files, where, rules, version, "check");
  if (union.type === "mixed-parsers") return [`the snapshots of ${version} were read by different parsers`];
  const { artifacts } = await planReports(world.files, where, rules, version);
  const states = await compareArtifacts(world, [union.artifact, ...artifacts]);
  return states
    .filter(({ state }) => state !== "current")
    .map(({ path, state }) => `"${path}" is ${state}; run: xtask verify ${rootWords(where)} --fix`);
}
