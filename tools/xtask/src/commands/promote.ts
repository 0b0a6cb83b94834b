import { parseContract } from "@lockstep/contracts";
import { planPromotion } from "@lockstep/parity";
import { compareArtifacts, writeArtifacts, type Artifact } from "../artifacts.ts";
import { cliRoot, readRules, requireText, rootOptions, rootWords, versionOption } from "../cli-root.ts";
import { readPointers } from "../stages/pointers.ts";
import { readUnion } from "../stages/report.ts";
import { planVersionMetadata } from "../stages/version-metadata.ts";
import { defineCommand } from "../world.ts";

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
    const metadataPath = `${root}/versions/${version}.json`;
    const artifacts: Artifact[] = [];
    const redGates: string[] = [];
    let metadata;
    if (options["passed-target"].length > 0) {
      const validation = { passed_targets: options["passed-target"], failed_targets: [], skipped_targets: [] };
      const plan = await planVersionMetadata(files, where, rules, { version, status: "validated", validation });
      redGates.push(...plan.redGates);
      metadata = plan.metadata;
      artifacts.push(plan.artifact);
    } else {
      metadata = parseContract(
        "VersionMetadataV1",
        metadataPath,
        await requireText(
          files,
          metadataPath,
          `Record its status first: xtask version-metadata ${rootWords(where)} --version ${version} --status validated`,
        ),
      );
    }
    await readUnion(files, root, version);
    const pointers = await readPointers(files, root, rules);
    const promotion = planPromotion({
      rules,
      metadata,
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
    artifacts.push(...[...promotion.texts].map(([path, text]): Artifact => ({ path: `${root}/${path}`, content: { type: "text", text } })));
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
