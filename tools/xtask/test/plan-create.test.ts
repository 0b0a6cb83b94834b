import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { Processes } from "@lockstep/kernel";
import { diskFiles } from "@lockstep/adapters";
import { run, testWorld } from "./run.ts";
import { planWorld } from "./plan-world.ts";

test("plan create stores an empty plan, and prints its id and the next command", async (t) => {
  const world = planWorld(t);
  const ran = await world.run(["create", "--goal", " Rename it "]);
  assert.deepEqual([ran.code, ran.err, ran.told], [0, "", []]);
  assert.equal(ran.out, "01HZ0000000000000000000001\nNext: xtask plan add 01HZ0000000000000000000001 <path> --file <new content>\n");
  const stored = JSON.parse(readFileSync(join(world.root, ".xtask/plans/01HZ0000000000000000000001.json"), "utf8")) as Readonly<
    Record<string, unknown>
  >;
  assert.deepEqual(
    [stored["goal"], stored["workspaceRoot"], stored["files"], "baseCommit" in stored],
    ["Rename it", world.root, [], false],
  );
  assert.equal(readFileSync(join(world.root, ".xtask/.gitignore"), "utf8"), "*\n");
});

test("plan create prints one document with what every document of a plan has", async (t) => {
  const world = planWorld(t);
  const document = await world.document(["create", "--goal", "Try"]);
  assert.deepEqual(
    [document["schema"], document["state"], document["baseCommit"], document.files, document["recovered"]],
    ["plan.create.v1", "empty", null, [], []],
  );
});

test("plan create refuses a goal that is blank or absent", async (t) => {
  const world = planWorld(t);
  assert.match((await world.run("create")).err, /OPTION_MISSING.*"--goal"/);
  for (const goal of ["", "  ", "\n"]) assert.equal((await world.run(["create", `--goal=${goal}`])).code, 64);
  assert.deepEqual(world.tree(), {});
});

/** A git that answers each question so. */
function git(answers: Readonly<Record<string, { readonly code: number; readonly out?: string; readonly err?: string }>>): Processes {
  return {
    async run({ args }) {
      const { code, out = "", err = "" } = answers[args.at(-1) ?? ""] ?? { code: 1 };
      return { type: "exited", exitCode: code, signal: null, stdout: out, stderr: err, durationMs: 1 };
    },
  };
}

test("plan create is refused where git knows a repository and cannot tell its root, and nothing is made", async (t) => {
  const { root, tree } = planWorld(t);
  for (const err of ["fatal: detected dubious ownership in repository", "fatal: this operation must be run in a work tree"]) {
    const processes = git({ "--show-cdup": { code: 128, err } });
    const openPlans = () => assert.fail("no workspace is opened");
    const ran = await run(testWorld(diskFiles(root), { processes, openPlans }), ["plan", "create", "--goal", "x"]);
    assert.deepEqual([ran.code, ran.out], [3, ""]);
    assert.match(ran.err, new RegExp(`WORKSPACE_UNKNOWN.*exit code 128: ${err}\n {2}hint: `));
  }
  const processes = git({ "--show-cdup": { code: 0, out: `${join(root, "elsewhere")}\n` } });
  assert.match(
    (await run(testWorld(diskFiles(root), { processes, openPlans: () => assert.fail() }), "plan list")).err,
    /WORKSPACE_UNKNOWN/,
  );
  // In `.git`, and in a bare repository, git has no way up.
  const inside = git({ "--show-cdup": { code: 0, out: "true\n\n" } });
  assert.match(
    (await run(testWorld(diskFiles(root), { processes: inside, openPlans: () => assert.fail() }), "plan create --goal x".split(" "))).err,
    /WORKSPACE_UNKNOWN.*inside of the files of git itself/,
  );
  assert.deepEqual(tree(), {});
});
