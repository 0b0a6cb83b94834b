import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { planWorld, type PlanDocument } from "./plan-world.ts";

test("plan list has the newest plan first, with its state, files and drift", async (t) => {
  const world = planWorld(t, { "a.txt": "a\n" });
  const first = await world.planned(["a.txt --stdin", "A\n"], ["new.txt --stdin", "n\n"]);
  const second = await world.planned();
  world.write("a.txt", "other\n");
  const ran = await world.run("list");
  assert.equal(ran.out, `${second}  empty   0 files             Try\n${first}  staged  2 files  1 drifted  Try\n`);
  const document = await world.document("list");
  assert.deepEqual(document["totals"], { plans: 2, files: 2, drifted: 1, damaged: 0 });
  const plans = document["plans"] as readonly PlanDocument[];
  assert.deepEqual(
    plans.map(({ planId, files }) => [planId, files.map(({ path, action, drift }) => [path, action, drift])]),
    [
      [second, []],
      [
        first,
        [
          ["a.txt", "skipped-drift", true],
          ["new.txt", "dry-run", false],
        ],
      ],
    ],
  );
});

test("plan list says how a plan is made when there is none, and makes no folder", async (t) => {
  const world = planWorld(t);
  assert.equal((await world.run("list")).out, "No plans. Make one: xtask plan create --goal <goal>\n");
  assert.deepEqual(await world.document("list"), {
    schema: "plan.list.v1",
    workspaceRoot: world.root,
    plans: [],
    damaged: [],
    totals: { plans: 0, files: 0, drifted: 0, damaged: 0 },
  });
  assert.ok(!existsSync(join(world.root, ".xtask")));
});

test("plan list keeps a damaged plan aside, reports it, exits 2, and lists the others", async (t) => {
  const world = planWorld(t);
  const [first, second] = [await world.planned(), await world.planned()];
  world.write(`.xtask/plans/${first}.json`, '{"schemaVersion": 1,');
  const document = await world.document("list", 2);
  assert.deepEqual(
    (document["plans"] as readonly PlanDocument[]).map(({ planId }) => planId),
    [second],
  );
  const [damaged] = document["damaged"] as readonly { readonly path: string }[];
  assert.match(damaged?.path ?? "", new RegExp(`^\\.xtask/plans/${first}\\.json\\.corrupt-`));
  assert.equal(world.read(damaged?.path ?? ""), '{"schemaVersion": 1,');
  assert.deepEqual(
    readdirSync(join(world.root, ".xtask/plans")).filter((name) => name.endsWith(".json")),
    [`${second}.json`],
  );
  assert.equal((await world.run("list")).code, 0);
});

test("plan list shows a goal on one line and without control characters", async (t) => {
  const world = planWorld(t);
  await world.run(["create", "--goal", "one\n\u001b[31mtwo"]);
  assert.match((await world.run("list")).out, /^\S+ {2}empty {2}0 files {2}"one\\n\\u001b\[31mtwo"\n$/);
});
