import { defineCommand } from "../world.ts";

const GENERATED = "tools/contracts/src/generated";

/** Regenerates the contract types and validators from `schemas/`. */
export const codegen = defineCommand({
  name: "codegen",
  summary: "Generate the contract types and validators from schemas/",
  options: {
    check: { type: "boolean", describe: "Write nothing; exit 2 when a generated file is stale" },
  },
  reads: () => ["schemas/*.json"],
  writes: () => [`${GENERATED}/*`],
  async run({ check }, { files }) {
    // Only this command needs the generators; the distributed bundle has a stand-in that says it lacks them.
    const { generateContracts } = await import("@lockstep/contracts/codegen");
    const names = ((await files.list("schemas")) ?? []).filter(({ name, type }) => type === "file" && name.endsWith(".json"));
    const schemas = new Map<string, string>();
    for (const { name } of names) schemas.set(name, (await files.readText(`schemas/${name}`)) ?? "");
    const generated = await generateContracts(schemas, files.absolute("tools/contracts"));
    const stale = new Map<string, string>();
    for (const [name, text] of generated) {
      const path = `${GENERATED}/${name}`;
      if ((await files.readText(path)) !== text) stale.set(path, text);
    }
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
