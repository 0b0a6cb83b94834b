import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { commandNames } from "../src/commands.ts";
import { planWorld, type PlanDocument } from "./plan-world.ts";

const folder = join(import.meta.dirname, "../../../schemas/cli");
const verbs = commandNames.flatMap((name) => (name.startsWith("plan ") ? [name.slice("plan ".length)] : []));

interface Schema {
  readonly $defs: Readonly<Record<string, unknown>>;
}

function schemaOf(verb: string): Schema {
  return JSON.parse(readFileSync(join(folder, `plan.${verb}.v1.json`), "utf8")) as Schema;
}

/** A real document of each verb, with at least one file where the verb has files. */
const documents = new Map<string, PlanDocument>();
const cleanUps: (() => void)[] = [];

before(async () => {
  const world = planWorld({ after: (clean) => void cleanUps.push(clean as () => void) }, { "a.txt": "a\n", "b.txt": "b\n" });
  const keep = async (verb: string, line: string, wanted = 0, input?: string): Promise<PlanDocument> => {
    const document = await world.document(line, wanted, input);
    documents.set(verb, document);
    return document;
  };
  const { planId } = await keep("create", "create --goal Try");
  await keep("add", `add ${planId} a.txt --stdin`, 0, "A\n");
  await keep("diff", `diff ${planId}`);
  await keep("show", `show ${planId} --content`);
  await keep("apply", `apply ${planId}`);
  await keep("history", "history");
  await keep("undo", `undo ${planId}`);
  world.write("a.txt", "drifted\n");
  await keep("validate", `validate ${planId}`, 2);
  await keep("list", "list");
  await world.document(`add ${planId} b.txt --delete`);
  await keep("remove", `remove ${planId} b.txt`);
});
after(() => {
  for (const clean of cleanUps) clean();
});

test("every verb of plan has a document to look at", () => {
  assert.ok(verbs.length >= 10);
  assert.deepEqual([...documents.keys()].toSorted(), verbs.toSorted());
});

for (const verb of verbs) {
  test(`plan.${verb}.v1 takes what the command prints, and nothing that lacks a field, has one more, or a wrong value`, () => {
    const validate = new Ajv2020({ allErrors: true, allowUnionTypes: true }).compile(schemaOf(verb));
    const good = documents.get(verb);
    assert.ok(good !== undefined && validate(good));
    for (const name of Object.keys(good)) {
      const { [name]: _left, ...rest } = good as Readonly<Record<string, unknown>>;
      assert.ok(!validate(rest), name);
    }
    assertRefused(validate, { ...good, more: 1 });
    const list = listOf(good);
    if (list === undefined) return;
    const [holder, file] = list;
    for (const name of Object.keys(file)) {
      const { [name]: _left, ...rest } = file;
      assertRefused(validate, holder({ files: [rest] }));
    }
    for (const change of [
      { action: "done" },
      { path: "" },
      { operation: "rename" },
      { drift: "no" },
      { driftKinds: ["other"] },
      { reason: "" },
      { backupPath: 1 },
      { before: { type: "file", sha256: "abc", sizeBytes: 1, mode: "0644" } },
      { after: { type: "file", sha256: "a".repeat(64), sizeBytes: -1, mode: "0644" } },
      { after: { type: "file", sha256: "a".repeat(64), sizeBytes: 1, mode: "644" } },
      { more: 1 },
    ]) {
      assertRefused(validate, holder({ files: [{ ...file, ...change }] }));
    }
    assertRefused(validate, holder({ summary: {} }));
    assert.ok(validate(holder({ files: [file] })), "the good file");
  });
}

/** The first list of files of a document, as a way to put other fields beside it, and its first file; `undefined` without a file. */
function listOf(
  document: PlanDocument,
): readonly [(fields: Readonly<Record<string, unknown>>) => unknown, Readonly<Record<string, unknown>>] | undefined {
  for (const name of ["plans", "transactions"]) {
    const [first, ...others] = (document[name] ?? []) as readonly PlanDocument[];
    const [file] = first?.files ?? [];
    if (file !== undefined) return [(fields) => ({ ...document, [name]: [{ ...first, ...fields }, ...others] }), { ...file }];
  }
  const [file] = document.files ?? [];
  return file === undefined ? undefined : [(fields) => ({ ...document, ...fields }), { ...file }];
}

function assertRefused(validate: ValidateFunction, document: unknown): void {
  assert.ok(!validate(document), JSON.stringify(document));
}

test("what the documents of plan share is the same in all of their schemas", () => {
  const [first = "", ...others] = verbs;
  const { state, action, summary } = schemaOf(first).$defs;
  for (const verb of others) {
    const defined = schemaOf(verb).$defs;
    assert.deepEqual([defined["state"], defined["action"], defined["summary"]], [state, action, summary], verb);
  }
});
