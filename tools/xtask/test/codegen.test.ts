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

const wrapper = "crates-wrapper/any";
const eventSchema = {
  title: "AnEvent",
  $id: "an-event.schema.json",
  description: "A line.",
  oneOf: [{ $ref: "#/$defs/StartEvent" }, { $ref: "#/$defs/StopEvent" }],
  $defs: {
    StartEvent: { type: "object", required: ["type", "at"], properties: { type: { const: "start" }, at: { $ref: "#/$defs/Count" } } },
    StopEvent: { type: "object", required: ["type"], properties: { type: { const: "stop" }, marks: { type: "array", items: true } } },
    Count: { type: "integer", minimum: 0 },
  },
};

test("codegen makes types and guards, which need no package, of the schemas of each wrapper", async () => {
  const files = await schemaFiles();
  files.tree.set(`/repo/${wrapper}/schemas/an-event.schema.json`, JSON.stringify(eventSchema));
  files.tree.set(`/repo/${wrapper}/schemas/README.md`, "No schema.");
  files.tree.set("/repo/crates-wrapper/without-schemas/package.json", "{}");
  const made = ["an-event.ts", "an-event.validators.js", "an-event.validators.d.ts"].map((name) => `${wrapper}/src/generated/${name}`);
  assert.deepEqual(documentOf(await run(testWorld(files), "codegen --json")), {
    schema: "codegen.v1",
    stale: [],
    written: [...generated, ...made],
  });
  const [types = "", code = "", guards = ""] = made.map((path) => files.tree.get(`/repo/${path}`));
  assert.match(types, /export type AnEvent = \(StartEvent \| StopEvent\)\n/);
  assert.match(types, /readonly marks\?: readonly unknown\[\]/);
  assert.match(guards, /export declare const StartEvent: Guard<types\.StartEvent>;/);
  assert.doesNotMatch(code, /\b(?:require|import)\b/);
  const { AnEvent, StartEvent } = (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as Readonly<Record<string, Guard>>;
  assert.ok(AnEvent && StartEvent);
  assert.deepEqual(
    [AnEvent({ type: "start", at: 1, more: true }), AnEvent({ type: "stop" }), AnEvent({ type: "start" })],
    [true, true, false],
  );
  assert.equal(StartEvent({ type: "start", at: -1 }), false);
  assert.deepEqual(
    StartEvent.errors?.map(({ instancePath, keyword }) => [instancePath, keyword]),
    [["/at", "minimum"]],
  );
  files.tree.delete(`/repo/${made[1] ?? ""}`);
  assert.equal((await run(testWorld(files), "codegen --check")).out, `${made[1] ?? ""}\nStale. Run: xtask codegen\n`);
});

test("codegen exits 3 for a schema of a wrapper that no types can be made of", async () => {
  const cases = [
    ["{", /^error\[JSON_INVALID\]: "crates-wrapper\/any\/schemas\/an-event\.schema\.json" at line 1, column 2/],
    [JSON.stringify({ ...eventSchema, title: undefined }), /^error\[SCHEMA_UNSUPPORTED\]: .* must read like "ThreadItem", one is absent\n/],
    [JSON.stringify({ ...eventSchema, $defs: { "start-event": {} } }), /^error\[SCHEMA_UNSUPPORTED\]: .*, one is "start-event"\n/],
    [JSON.stringify({ ...eventSchema, prefixItems: [] }), /^error\[SCHEMA_UNSUPPORTED\]: .* no types can be generated for "prefixItems"\n/],
  ] as const;
  for (const [text, error] of cases) {
    const files = await schemaFiles();
    files.tree.set(`/repo/${wrapper}/schemas/an-event.schema.json`, text);
    await assertRefused(files, "codegen", 3, error);
  }
});

type Guard = ((value: unknown) => boolean) & { readonly errors?: readonly { readonly instancePath: string; readonly keyword: string }[] };

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
