import type { Files } from "@lockstep/kernel";
import { defineCommand } from "../world.ts";

const CONTRACTS = "tools/contracts/src/generated";
const WRAPPERS = "crates-wrapper";

/** Regenerates the contract types and validators from `schemas/`, and those of each wrapper from the schemas in its folder. */
export const codegen = defineCommand({
  name: "codegen",
  summary: "Generate the contract types and validators from schemas/",
  options: {
    check: { type: "boolean", describe: "Write nothing; exit 2 when a generated file is stale" },
  },
  exits: {
    0: "done; with `--check`: all current",
    2: "`--check` found a stale file",
    3: "a schema is missing or cannot be parsed",
    64: "wrong command line",
  },
  documents: ["codegen.v1"],
  reads: () => ["schemas/*.json", `${WRAPPERS}/*/schemas/*.schema.json`],
  writes: () => [`${CONTRACTS}/*`, `${WRAPPERS}/*/src/generated/*`],
  async run({ check }, { files }) {
    // Only this command needs the generators; the distributed bundle has a stand-in that says it lacks them.
    const { generateContracts, generateSchemaModule } = await import("@lockstep/contracts/codegen");
    // It has what the generated validators need of ajv.
    const resolveFolder = files.absolute("tools/contracts");
    const schemas = await readSchemas(files, "schemas", ".json");
    const generated = inFolder(CONTRACTS, await generateContracts(schemas, resolveFolder));
    for (const { name: wrapper } of (await files.list(WRAPPERS)) ?? []) {
      const folder = `${WRAPPERS}/${wrapper}`;
      for (const [name, text] of await readSchemas(files, `${folder}/schemas`, ".schema.json")) {
        const module = await generateSchemaModule(`${folder}/schemas/${name}`, text, resolveFolder);
        for (const [path, output] of inFolder(`${folder}/src/generated`, module)) generated.set(path, output);
      }
    }
    const stale = new Map<string, string>();
    for (const [path, text] of generated) if ((await files.readText(path)) !== text) stale.set(path, text);
    const paths = [...stale.keys()];
    if (check && paths.length > 0) {
      return {
        status: "findings",
        data: { schema: "codegen.v1", stale: paths, written: [] },
        text: `${paths.join("\n")}\nStale. Run: xtask codegen`,
      };
    }
    await files.writeAll(stale);
    return {
      status: "ok",
      data: { schema: "codegen.v1", stale: [], written: paths },
      text: `${String(generated.size)} generated files, ${String(paths.length)} written`,
    };
  },
});

/** The text of each schema in a folder, by its name; none when there is no such folder. */
async function readSchemas(files: Files, folder: string, suffix: string): Promise<ReadonlyMap<string, string>> {
  const schemas = new Map<string, string>();
  for (const { name, type } of (await files.list(folder)) ?? []) {
    if (type === "file" && name.endsWith(suffix)) schemas.set(name, (await files.readText(`${folder}/${name}`)) ?? "");
  }
  return schemas;
}

function inFolder(folder: string, texts: ReadonlyMap<string, string>): Map<string, string> {
  return new Map([...texts].map(([name, text]) => [`${folder}/${name}`, text]));
}
