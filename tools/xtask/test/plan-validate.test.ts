import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { planFindings } from "../src/planning/plan-findings.ts";
import { planWorld } from "./plan-world.ts";

test("plan validate finds nothing wrong with a plan that can be applied", async (t) => {
  const world = planWorld(t, { "a.txt": "a\n" });
  const id = await world.planned(["a.txt --stdin", "A\n"]);
  assert.deepEqual((await world.document(`validate ${id}`))["findings"], []);
  assert.match((await world.run(`validate ${id}`)).out, /\n1 file: 1 to modify\.\nNext: xtask plan apply \S+ --dry-run\n$/);
  await world.run(`apply ${id}`);
  assert.deepEqual((await world.document(`validate ${id}`))["findings"], []);
});

test("plan validate tells every drift and every unsafe path, and exits 2", async (t) => {
  const world = planWorld(t, { "a.txt": "a\n", "dir/b.txt": "b\n", "gone.txt": "g\n" });
  const outside = planWorld(t);
  const id = await world.planned(["a.txt --stdin", "A\n"], ["dir/b.txt --stdin", "B\n"], ["gone.txt --delete"]);
  world.write("a.txt", "other\n", 0o600);
  rmSync(join(world.root, "dir"), { recursive: true });
  world.link("dir", outside.root);
  rmSync(join(world.root, "gone.txt"));
  const document = await world.document(`validate ${id}`, 2);
  const findings = document["findings"] as readonly { readonly path: string; readonly kind: string }[];
  assert.deepEqual(
    findings.map(({ path, kind }) => [path, kind]),
    [
      ["a.txt", "drift"],
      ["a.txt", "drift"],
      ["dir/b.txt", "unsafe"],
      ["dir/b.txt", "drift"],
      ["gone.txt", "missing"],
    ],
  );
  const ran = await world.run(`validate ${id}`);
  assert.equal(ran.code, 2);
  assert.match(ran.out, /\n {2}unsafe {5}"dir\/b\.txt" leads out of the workspace/);
  assert.match(ran.out, / It cannot be applied as it is\.\n$/);
});

test("plan validate tells what is wrong with a stored plan that is none, and exits 2", async (t) => {
  const world = planWorld(t, { "a.txt": "a\n" });
  const id = await world.planned(["a.txt --stdin", "A\n"], ["b.txt --stdin", "B\n"]);
  const path = `.xtask/plans/${id}.json`;
  const text = world.read(path);
  world.write(path, text.replace('"A\\n"', '"C\\n"').replace('"B\\n"', '"C\\n"'));
  const document = await world.document(`validate ${id}`, 2);
  const findings = document["findings"] as readonly { readonly kind: string; readonly message: string }[];
  assert.deepEqual([document.planId, document["plan"], document.files], [id, null, []]);
  assert.deepEqual(
    findings.map(({ kind }) => kind),
    ["document", "document"],
  );
  assert.match(findings[1]?.message ?? "", /^\/files\/1\/after/);
  world.write(path, "{");
  const ran = await world.run(`validate ${id}`);
  assert.equal(ran.code, 2);
  assert.match(ran.out, /^Plan \S+\n {2}document {3}/);
});

test("planFindings() finds that a plan was made for another workspace", () => {
  const nothing = { decisions: [], changes: [], isBlocked: false, mayBegin: false };
  assert.deepEqual(planFindings({ workspaceRoot: "/a" }, "/a", nothing), []);
  assert.deepEqual(planFindings({ workspaceRoot: "/a" }, "/b", nothing), [
    { path: null, kind: "workspace", message: 'The plan was made for "/a", and the workspace is "/b".' },
  ]);
});
