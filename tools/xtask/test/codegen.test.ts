import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { diskFiles } from "@lockstep/adapters";
import { memoryFiles } from "@lockstep/testing";
import { assertRefused, documentOf, run, testWorld } from "./run.ts";

const disk = diskFiles(join(import.meta.dirname, "../../.."));
const generated = ["types.ts", "validators.js", "validators.d.ts"].map((name) => `tools/contracts/src/generated/${name}`);

/** The repository's schemas, with `ajv` where the real ones have it. */
async function schemaFiles(): Promise<ReturnType<typeof memoryFiles>> {
  const entries = (await disk.list("schemas")) ?? [];
  const texts = await Promise.all(
    entries
      .filter(({ type }) => type === "file")
      .map(async ({ name }) => [`schemas/${name}`, (await disk.readText(`schemas/${name}`)) ?? ""] as const),
  );
  return { ...memoryFiles(Object.fromEntries(texts)), absolute: (path) => disk.absolute(path) };
}

test("codegen writes the committed bytes, --check finds what differs, and a second run writes nothing", async () => {
  const files = await schemaFiles();
  const missing = await run(testWorld(files), "codegen --check --json");
  assert.equal(missing.code, 2);
  assert.deepEqual(documentOf(missing), { schema: "codegen.v1", stale: generated, written: [] });
  const first = await run(testWorld(files), "codegen");
  assert.deepEqual(first, { code: 0, out: "3 generated files, 3 written\n", err: "" });
  for (const path of generated) assert.equal(files.tree.get(`/repo/${path}`), await disk.readText(path), `${path} is stale: xtask codegen`);
  assert.deepEqual(documentOf(await run(testWorld(files), "codegen --json")), { schema: "codegen.v1", stale: [], written: [] });
  files.tree.set(`/repo/${generated[0] ?? ""}`, "edited");
  const before = new Map(files.tree);
  assert.equal((await run(testWorld(files), "codegen --check")).out, `${generated[0] ?? ""}\nStale. Run: xtask codegen\n`);
  assert.deepEqual(files.tree, before);
});

test("codegen exits 3 and writes nothing when a schema is absent or cut", async () => {
  await assertRefused(
    memoryFiles(),
    "codegen",
    3,
    'error[SCHEMA_MISSING]: "schemas/SCHEMA.json" does not exist\n  hint: Run it in the repository\'s root\n',
  );
  const cut = await schemaFiles();
  cut.tree.set("/repo/schemas/RULES_SCHEMA.json", "{");
  await assertRefused(cut, "codegen", 3, /^error\[JSON_INVALID\]: "schemas\/RULES_SCHEMA\.json" at line 1, column 2 is not valid JSON/);
});
