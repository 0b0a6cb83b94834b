import assert from "node:assert/strict";
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { assertCounts, treeOf, type PlanDocument } from "./plan-world.ts";

const bin = join(import.meta.dirname, "../src/bin.ts");
// Node that reads TypeScript itself starts in half the time.
const argv = [...(process.features.typescript === false ? ["--import", import.meta.resolve("tsx")] : []), bin];

interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A git repository with these files committed, and the runner in it. */
interface Repository {
  readonly root: string;
  readonly xtask: (words: readonly string[], more?: { readonly cwd?: string; readonly input?: string | Uint8Array }) => Outcome;
  readonly git: (...words: readonly string[]) => string;
}

function repository(t: TestContext, files: Readonly<Record<string, string | Uint8Array>>): Repository {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "plan-e2e-")));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  const git = (...words: readonly string[]): string =>
    execFileSync("git", ["-c", "gc.auto=0", "-c", "user.name=Nobody", "-c", "user.email=nobody@example.org", ...words], {
      cwd: root,
      encoding: "utf8",
    });
  git("init", "--quiet");
  for (const [path, bytes] of Object.entries(files)) {
    mkdirSync(join(root, path, ".."), { recursive: true });
    writeFileSync(join(root, path), bytes);
  }
  git("add", "--all");
  git("commit", "--quiet", "--message", "First");
  return {
    root,
    git,
    xtask: (words, { cwd = root, input = "" } = {}) =>
      spawnSync(process.execPath, [...argv, "plan", ...words], { cwd, input, encoding: "utf8" }),
  };
}

function ok({ status, stdout, stderr }: Outcome): string {
  assert.equal(status, 0, `${stdout}${stderr}`);
  return stdout;
}

function documentOf(outcome: Outcome, status = 0): PlanDocument {
  assert.equal(outcome.status, status, `${outcome.stdout}${outcome.stderr}`);
  const document = JSON.parse(outcome.stdout) as PlanDocument;
  assertCounts(document);
  return document;
}

test("a plan is made, filled from a file, standard input and git's own diff, looked at, applied and taken back", (t) => {
  const { root, xtask, git } = repository(t, {
    "src/main.ts": "one\ntwo\nthree\n",
    "docs/old.md": "old\r\n",
    "image.bin": new Uint8Array([0, 255, 254, 10]),
  });
  const before = treeOf(root);
  const { planId, ...made } = documentOf(xtask(["create", "--goal", "The whole loop", "--json"]));
  assert.equal(made["baseCommit"], git("rev-parse", "HEAD").trim());
  assert.equal(made["workspaceRoot"], root);
  const id = planId.slice(-6).toLowerCase();

  writeFileSync(join(root, "src/main.ts"), "one\nTWO\nthree\n");
  const patch = git("diff");
  git("checkout", "--quiet", ".");
  ok(xtask(["add", id, "--patch", "-"], { input: patch, cwd: join(root, "docs") }));
  ok(xtask(["add", id, "old.md", "--delete"], { cwd: join(root, "docs") }));
  ok(xtask(["add", id, "image.bin", "--stdin"], { input: new Uint8Array([0, 1, 2]) }));
  writeFileSync(join(root, ".git/content"), "#!/bin/sh\nexit 0");
  ok(xtask(["add", id, "bin/run", "--file", ".git/content", "--mode", "0755"]));
  assert.deepEqual(treeOf(root), before);
  assert.equal(git("status", "--porcelain"), "");

  const diff = ok(xtask(["diff", id]));
  execFileSync("git", ["apply", "--check", "-"], { cwd: root, input: diff });
  assert.match(ok(xtask(["list"])), new RegExp(`^${planId} {2}staged {2}4 files {2}The whole loop\n$`));
  assert.match(ok(xtask(["apply", id, "--dry-run"])), /\n4 files: 1 to create, 1 to delete, 2 to modify\. Nothing was touched\.\n/);
  assert.deepEqual(treeOf(root), before);

  const applied = documentOf(xtask(["apply", id, "--json"]));
  assert.deepEqual(
    applied.files.map(({ path, action }) => [path, action]),
    [
      ["bin/run", "created"],
      ["docs/old.md", "deleted"],
      ["image.bin", "applied"],
      ["src/main.ts", "applied"],
    ],
  );
  const after = treeOf(root);
  assert.notDeepEqual(after, before);
  // The printed patch gives the very same files.
  const copy = realpathSync(mkdtempSync(join(tmpdir(), "plan-e2e-")));
  t.after(() => rmSync(copy, { recursive: true, force: true }));
  git("worktree", "add", "--quiet", "--detach", join(copy, "tree"));
  execFileSync("git", ["apply", "-"], { cwd: join(copy, "tree"), input: diff });
  // Of empty folders git knows nothing.
  const files = (tree: object): readonly unknown[] => Object.entries(tree).filter(([, node]) => node !== "folder");
  assert.deepEqual(files(treeOf(join(copy, "tree"))), files(after));

  const undone = documentOf(xtask(["undo", id, "--json"]));
  assert.equal(undone["undoes"], applied["transactionId"]);
  assert.deepEqual(treeOf(root), before);
  assert.equal(git("status", "--porcelain"), "");
  assert.match(ok(xtask(["history", id])), /^\S+ {2}undo {3}committed, 4 files\n[^]*\n\S+ {2}apply {2}committed, undone, 4 files\n/);
  ok(xtask(["remove", id]));
  assert.equal(xtask(["show", id]).status, 3);
});

test("every path that leads out of the repository is refused when it is added, and nothing is staged", (t) => {
  const { root, xtask } = repository(t, { "a.txt": "a\n", "sub/b.txt": "b\n" });
  const id = documentOf(xtask(["create", "--goal", "x", "--json"])).planId;
  const outside = realpathSync(mkdtempSync(join(tmpdir(), "plan-e2e-")));
  t.after(() => rmSync(outside, { recursive: true, force: true }));
  symlinkSync(outside, join(root, "out"));
  symlinkSync(".git", join(root, "inner"));
  const paths = [
    join(outside, "x"),
    "../x",
    "sub/../../x",
    ".git/hooks/x",
    "inner/hooks/x",
    "out/x",
    "COM1",
    "sub/nul.txt",
    "x".repeat(5000),
    "y/".repeat(2500) + "y",
  ];
  for (const path of paths) {
    const outcome = xtask(["add", id, path, "--stdin"], { input: "x" });
    assert.equal(outcome.status, 3, path.slice(0, 30));
    assert.match(outcome.stderr, /^error\[PATH_REFUSED\]: .*\n {2}hint: /, path.slice(0, 30));
  }
  // No argument of a process can have a NUL; a patch can.
  const patch = '--- /dev/null\n+++ "b/nul\\000l"\n@@ -0,0 +1 @@\n+x\n';
  assert.equal(xtask(["add", id, "--patch", "-"], { input: patch }).status, 3);
  assert.equal(xtask(["add", id, "--patch", "-"], { input: patch.replace('"b/nul\\000l"', "b/../../x") }).status, 3);
  assert.deepEqual(documentOf(xtask(["show", id, "--json"])).files, []);
  assert.deepEqual([readdirSync(outside), existsSync(join(root, ".git/hooks/x"))], [[], false]);
});

test("what became unsafe between adding and applying is refused by --force too", (t) => {
  const { root, xtask } = repository(t, { "dir/a.txt": "a\n", "hooks/keep": "", "b.txt": "b\n" });
  const outside = realpathSync(mkdtempSync(join(tmpdir(), "plan-e2e-")));
  t.after(() => rmSync(outside, { recursive: true, force: true }));
  writeFileSync(join(outside, "a.txt"), "a\n");
  const id = documentOf(xtask(["create", "--goal", "x", "--json"])).planId;
  for (const path of ["dir/a.txt", "hooks/x", "b.txt"]) ok(xtask(["add", id, path, "--stdin"], { input: "planned\n" }));
  rmSync(join(root, "dir"), { recursive: true });
  symlinkSync(outside, join(root, "dir"));
  rmSync(join(root, "hooks"), { recursive: true });
  symlinkSync(".git/hooks", join(root, "hooks"));
  const hooks = readdirSync(join(root, ".git/hooks"));
  const before = treeOf(root);
  const refused = documentOf(xtask(["apply", id, "--force", "--json"]), 2);
  assert.deepEqual(
    refused.files.map(({ action }) => action),
    ["skipped-unsafe", "skipped-unsafe", "skipped-unsafe"],
  );
  assert.deepEqual(treeOf(root), before);
  documentOf(xtask(["apply", id, "--force", "dir/a.txt", "--force", "hooks/x", "--partial", "--json"]), 2);
  assert.equal(readFileSync(join(root, "b.txt"), "utf8"), "planned\n");
  assert.equal(readFileSync(join(outside, "a.txt"), "utf8"), "a\n");
  assert.deepEqual(readdirSync(join(root, ".git/hooks")), hooks);
});

/** A plan that gives `count` files of `folder` a content, by one patch. */
function planOfMany({ xtask }: Repository, folder: string, count: number, content: string): string {
  const id = documentOf(xtask(["create", "--goal", content, "--json"])).planId;
  const names = Array.from({ length: count }, (_, index) => `${folder}/${String(index)}.txt`);
  const input = names.map((name) => `--- a/${name}\n+++ b/${name}\n@@ -1 +1 @@\n-old\n+${content}\n`).join("");
  ok(xtask(["add", id, "--patch", "-"], { input }));
  return id;
}

function many(count: number): Readonly<Record<string, string>> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`many/${String(index)}.txt`, "old\n"]));
}

/** What the files of `many` hold, each content once. */
function contents(root: string): readonly string[] {
  return [...new Set(readdirSync(join(root, "many")).map((name) => readFileSync(join(root, "many", name), "utf8")))].toSorted();
}

test("of two processes that apply plans over the same files one wins, whole, and the other changes nothing", async (t) => {
  const repo = repository(t, many(60));
  const ids = [planOfMany(repo, "many", 60, "first"), planOfMany(repo, "many", 60, "second")];
  const children = ids.map((id) =>
    spawn(process.execPath, [...argv, "plan", "apply", id, "--json"], { cwd: repo.root, stdio: ["ignore", "ignore", "pipe"] }),
  );
  const codes = await Promise.all(children.map(async (child) => ((await once(child, "close")) as [number])[0]));
  const winner = codes.indexOf(0);
  assert.ok([2, 75].includes(codes[1 - winner] ?? 0), codes.join(" "));
  assert.deepEqual(contents(repo.root), [winner === 0 ? "first\n" : "second\n"]);
  const { totals } = JSON.parse(ok(repo.xtask(["history", "--json"]))) as { readonly totals: object };
  assert.deepEqual(totals, { transactions: 1, files: 60, damaged: 0 });
});

test("the next command that writes rolls back what a killed one left, and says so; one that reads tells of it and touches nothing", async (t) => {
  const repo = repository(t, many(400));
  const id = planOfMany(repo, "many", 400, "new");
  const child = spawn(process.execPath, [...argv, "plan", "apply", id], { cwd: repo.root, stdio: "ignore" });
  const closed = once(child, "close") as Promise<[number | null, string | null]>;
  const backups = join(repo.root, ".xtask/backups");
  const journal = (): string => {
    const [folder] = existsSync(backups) ? readdirSync(backups) : [];
    return folder !== undefined && existsSync(join(backups, folder, "journal.jsonl"))
      ? readFileSync(join(backups, folder, "journal.jsonl"), "utf8")
      : "";
  };
  while (!journal().includes('"changed"') && child.exitCode === null) await sleep(1);
  child.kill("SIGKILL");
  assert.deepEqual(await closed, [null, "SIGKILL"], "it was killed in time");
  assert.deepEqual(contents(repo.root), ["new\n", "old\n"]);

  const read = repo.xtask(["show", id, "--json"]);
  assert.match(read.stderr, /^\.xtask\/backups\/\S+ has no end: a process is at it, or it was killed\. /);
  assert.deepEqual(contents(repo.root), ["new\n", "old\n"]);

  const wrote = repo.xtask(["create", "--goal", "next", "--json"]);
  assert.match(wrote.stderr, /^A killed process left \.xtask\/backups\/\S+ half done; it is rolled back: as before are: many\//);
  const [recovered] = documentOf(wrote)["recovered"] as readonly { readonly outcome: string; readonly left: readonly string[] }[];
  assert.deepEqual([recovered?.outcome, recovered?.left], ["rolled-back", []]);
  assert.deepEqual(contents(repo.root), ["old\n"]);
  assert.equal(readdirSync(join(repo.root, "many")).length, 400);
  ok(repo.xtask(["apply", id]));
  assert.deepEqual(contents(repo.root), ["new\n"]);
});

test("outside of a repository the current folder is the workspace, and its plans move with it", (t) => {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "plan-e2e-")));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  mkdirSync(join(root, "here"));
  const xtask = (cwd: string, ...words: readonly string[]): Outcome =>
    spawnSync(process.execPath, [...argv, "plan", ...words], { cwd: join(root, cwd), input: "x\n", encoding: "utf8" });
  const { planId, baseCommit } = documentOf(xtask("here", "create", "--goal", "x", "--json")) as PlanDocument & {
    readonly baseCommit: null;
  };
  assert.equal(baseCommit, null);
  ok(xtask("here", "add", planId, "a.txt", "--stdin"));
  renameSync(join(root, "here"), join(root, "there"));
  assert.match(xtask("there", "validate", planId).stdout, /workspace {2}The plan was made for /);
});
