import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { planWorld, type PlanWorld } from "./plan-world.ts";

test(
  "plan undo restores bytes, modes, links and absences, and says what it restored",
  { skip: process.platform === "win32" },
  async (t) => {
    const world = planWorld(t, { "a.txt": "a\r\n", "old.txt": "old" });
    world.write("run", new Uint8Array([0, 255, 10]), 0o750);
    world.link("link", "a.txt");
    const before = world.tree();
    const id = await world.planned(
      ["a.txt --stdin", "new\n"],
      ["old.txt link --delete"],
      ["run --stdin --mode 0644", "x"],
      ["deep/er/new.txt --stdin", ""],
    );
    await world.document(`apply ${id}`);
    assert.notDeepEqual(world.tree(), before);
    const applied = world.tree();
    assert.equal((await world.document(`undo ${id} --dry-run`))["outcome"], "dry-run");
    assert.deepEqual(world.tree(), applied);
    const document = await world.document(`undo ${id}`);
    assert.deepEqual(world.tree(), before);
    assert.deepEqual(
      document.files.map(({ path, action }) => [path, action]),
      [
        ["a.txt", "applied"],
        ["deep/er/new.txt", "deleted"],
        ["link", "created"],
        ["old.txt", "created"],
        ["run", "applied"],
      ],
    );
    assert.deepEqual([document["state"], document["outcome"]], ["undone", "done"]);
  },
);

test("plan undo is refused with exit 2 when a file was changed since, and --force overwrites that", async (t) => {
  const world = planWorld(t, { "a.txt": "a\n", "b.txt": "b\n" });
  const id = await world.planned(["a.txt --stdin", "A\n"], ["b.txt --stdin", "B\n"]);
  await world.document(`apply ${id}`);
  world.write("a.txt", "mine\n");
  const refused = await world.document(`undo ${id}`, 2);
  assert.deepEqual(
    refused.files.map(({ action, driftKinds }) => [action, ...driftKinds]),
    [["skipped-drift", "content"], ["skipped-drift"]],
  );
  assert.match(refused.files[0]?.reason ?? "", /when it was applied\.$/);
  assert.deepEqual([world.read("a.txt"), world.read("b.txt")], ["mine\n", "B\n"]);
  assert.match((await world.run(`undo ${id} --force c.txt`)).err, /PATH_NOT_PLANNED/);
  await world.document(`undo ${id} --force a.txt`);
  assert.deepEqual([world.read("a.txt"), world.read("b.txt")], ["a\n", "b\n"]);
});

test("plan undo takes back the newest transaction that is not taken back yet, and then there is nothing left", async (t) => {
  const world = planWorld(t, { "a.txt": "a\n" });
  const id = await world.planned(["a.txt --stdin", "1\n"]);
  const first = await world.document(`apply ${id}`);
  await world.run(`remove ${id} a.txt`);
  await world.run(`add ${id} a.txt --stdin`, { input: "2\n" });
  const second = await world.document(`apply ${id}`);
  assert.equal((await world.document(`undo ${id}`))["undoes"], second["transactionId"]);
  assert.equal(world.read("a.txt"), "1\n");
  assert.equal((await world.document(`undo ${id}`))["undoes"], first["transactionId"]);
  assert.equal(world.read("a.txt"), "a\n");
  const ran = await world.run(`undo ${id}`);
  assert.deepEqual([ran.code, ran.out], [3, ""]);
  assert.match(ran.err, /NOTHING_TO_UNDO.*\n {2}hint: .*xtask plan history/);
});

test("plan undo refuses a damaged backup, and leaves all as it was applied", async (t) => {
  const world = planWorld(t, { "a.txt": "a\n" });
  const id = await world.planned(["a.txt --stdin", "A\n"]);
  const { files } = await world.document(`apply ${id}`);
  world.write(files[0]?.backupPath ?? "", "b\n");
  const ran = await world.run(`undo ${id}`);
  assert.equal(ran.code, 3, ran.out);
  assert.equal(world.read("a.txt"), "A\n");
});

/** Something that may stand at a path. */
type Thing = { readonly bytes: Uint8Array; readonly mode: number } | { readonly target: string } | undefined;

const file = fc.record({ bytes: fc.uint8Array({ maxLength: 40 }), mode: fc.constantFrom(0o644, 0o755, 0o600, 0o444) });
const thing = fc.oneof(
  { weight: 4, arbitrary: file },
  { weight: 1, arbitrary: fc.record({ target: fc.constantFrom("a", "../x", "nowhere") }) },
  { weight: 2, arbitrary: fc.constant(undefined) },
);
const places = ["a", "b.txt", "dir/c", "dir/deeper/d", "e f", "ü/g"];
const scene = fc.record({
  before: fc.array(thing, { minLength: places.length, maxLength: places.length }),
  after: fc.array(fc.option(fc.oneof(file, fc.constant("delete" as const)), { nil: undefined }), {
    minLength: places.length,
    maxLength: places.length,
  }),
});

test(
  "plan undo after plan apply leaves any tree as it was, byte for byte, with modes and links",
  { skip: process.platform === "win32" },
  async (t) => {
    await fc.assert(
      fc.asyncProperty(scene, async ({ before, after }) => {
        const world = planWorld(t);
        build(world, before);
        const old = world.tree();
        const id = await world.planned();
        let staged = 0;
        for (const [index, wanted] of after.entries()) {
          const path = places[index] ?? "";
          const isLink = before[index] !== undefined && "target" in before[index];
          if (wanted === undefined || (wanted === "delete" ? before[index] === undefined : isLink)) continue;
          const line =
            wanted === "delete" ? ["add", id, path, "--delete"] : ["add", id, path, "--stdin", "--mode", `0${wanted.mode.toString(8)}`];
          const ran = await world.run(line, wanted === "delete" ? {} : { input: wanted.bytes });
          assert.equal(ran.code, 0, ran.err);
          staged += 1;
        }
        await world.document(`apply ${id}`);
        for (const [index, wanted] of after.entries()) {
          const found = world.tree()[places[index] ?? ""];
          const isLink = before[index] !== undefined && "target" in before[index];
          if (wanted === "delete") assert.equal(found, undefined);
          else if (wanted !== undefined && !isLink)
            assert.equal(found, `${wanted.mode.toString(8)}:${Buffer.from(wanted.bytes).toString("base64")}`);
        }
        const isChanged = JSON.stringify(world.tree()) !== JSON.stringify(old);
        assert.ok(staged > 0 || !isChanged);
        if (isChanged) await world.document(`undo ${id}`);
        assert.deepEqual(world.tree(), old);
        rmSync(join(world.root), { recursive: true });
      }),
      { numRuns: 15 },
    );
  },
);

function build(world: PlanWorld, things: readonly Thing[]): void {
  for (const [index, each] of things.entries()) {
    const path = places[index] ?? "";
    if (each === undefined) continue;
    if ("target" in each) world.link(path, each.target);
    else world.write(path, each.bytes, each.mode);
  }
}

test("plan undo refuses a path whose folder leads elsewhere by now, with --force too", async (t) => {
  const world = planWorld(t, { "one/a.txt": "a\n", "two/a.txt": "new\n" });
  world.link("linked", "one");
  const id = await world.planned(["linked/a.txt --stdin", "new\n"]);
  await world.document(`apply ${id}`);
  rmSync(join(world.root, "linked"));
  world.link("linked", "two");
  for (const line of [`undo ${id}`, `undo ${id} --force`]) {
    const { files, error } = await world.document(line, 2);
    assert.equal(files[0]?.action, "skipped-unsafe");
    assert.match(files[0]?.reason ?? "", /"linked\/a\.txt" leads to "two\/a\.txt" now, and what was changed is "one\/a\.txt"/);
    assert.match((error as { readonly hint: string }).hint, /put the file back from "\.xtask\/backups\//);
  }
  assert.deepEqual([world.read("one/a.txt"), world.read("two/a.txt")], ["new\n", "new\n"]);
  rmSync(join(world.root, "linked"));
  world.link("linked", "one");
  await world.document(`undo ${id}`);
  assert.equal(world.read("one/a.txt"), "a\n");
});

test("plan undo tells that --force has taken the plan for a path", async (t) => {
  const world = planWorld(t);
  for (const verb of ["undo", "apply"]) {
    const ran = await world.run(`${verb} --force 01HZ`);
    assert.equal(ran.code, 64);
    assert.match(
      ran.err,
      new RegExp(`PLAN_NOT_NAMED.*"01HZ", for a path\\n {2}hint: Write the plan first: xtask plan ${verb} <id> --force`),
    );
  }
});
