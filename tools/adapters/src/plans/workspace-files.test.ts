import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmod, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import type { WorkspaceFiles } from "@lockstep/plans";
import { diskWorkspaceFiles } from "./workspace-files.ts";

let root: string;
let files: WorkspaceFiles;
beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), "workspace-")));
  files = diskWorkspaceFiles(root);
});
afterEach(() => rm(root, { recursive: true }));

const plain = { realFolder: "", missingFolders: 0, twins: [] };

test("observe() tells what stands at a path, links not followed", async () => {
  await writeFile(join(root, "file"), "abc");
  await chmod(join(root, "file"), 0o4750);
  await symlink("file", join(root, "link"));
  await symlink("nowhere", join(root, "dangling"));
  await mkdir(join(root, "folder"));
  execFileSync("mkfifo", [join(root, "pipe")]);
  const sha256 = createHash("sha256").update("abc").digest("hex");
  assert.deepEqual(await files.observe("file"), { ...plain, state: { type: "file", sha256, sizeBytes: 3, mode: "4750" } });
  assert.deepEqual(await files.observe("link"), { ...plain, state: { type: "link", target: "file" } });
  assert.deepEqual(await files.observe("dangling"), { ...plain, state: { type: "link", target: "nowhere" } });
  assert.deepEqual(await files.observe("folder"), { ...plain, state: { type: "folder" } });
  assert.deepEqual(await files.observe("pipe"), { ...plain, state: { type: "other" } });
  assert.deepEqual(await files.observe("none"), { ...plain, state: { type: "absent" } });
});

test("observe() tells where a path really leads, and what blocks it", async () => {
  await mkdir(join(root, "d/e"), { recursive: true });
  await writeFile(join(root, "d/file"), "");
  await symlink("d/e", join(root, "inside"));
  await symlink("..", join(root, "d/up"));
  await symlink(tmpdir(), join(root, "outside"));
  await symlink("nowhere", join(root, "dangling"));
  await symlink("loop", join(root, "loop"));
  const absent = { state: { type: "absent" }, twins: [] };
  assert.deepEqual(await files.observe("d/e/x"), { ...absent, realFolder: "d/e", missingFolders: 0 });
  assert.deepEqual(await files.observe("inside/n/x"), { ...absent, realFolder: "d/e", missingFolders: 1 });
  assert.deepEqual(await files.observe("d/up/d/file/x/y"), { ...absent, realFolder: "d", missingFolders: 2, blockedBy: "d/up/d/file" });
  assert.equal((await files.observe("d/up/d/file")).state.type, "file");
  assert.deepEqual((await files.observe("outside/x")).realFolder, undefined);
  for (const name of ["dangling", "loop"]) {
    assert.deepEqual(await files.observe(`${name}/x`), { ...absent, realFolder: "", missingFolders: 1, blockedBy: name });
  }
  assert.deepEqual(await files.observe("n/m/x"), { ...absent, realFolder: "", missingFolders: 2 });
});

test("observe() tells what differs by letter case or Unicode form alone, of the path and of its folders", async () => {
  await mkdir(join(root, "Src"));
  await mkdir(join(root, "src"));
  for (const name of ["src/a", "src/A", "src/Straße", "src/é"]) await writeFile(join(root, name), "");
  assert.deepEqual((await files.observe("src/a")).twins, ["Src", "src/A"]);
  assert.deepEqual((await files.observe("src/STRASSE")).twins, ["Src", "src/Straße"]);
  assert.deepEqual((await files.observe("src/e\u0301")).twins, ["Src", "src/é"]);
  assert.deepEqual((await files.observe("src/é")).twins, ["Src"]);
  assert.deepEqual((await files.observe("SRC/n")).twins, ["Src", "src"]);
  await rm(join(root, "src/A"));
  assert.deepEqual((await files.observe("src/a")).twins, ["Src"]);
});

test("readBytes() reads a file whatever is in it, and follows no link", async () => {
  await writeFile(join(root, "file"), Buffer.from([0, 200]));
  await symlink("file", join(root, "link"));
  assert.deepEqual([...(await files.readBytes("file"))], [0, 200]);
  await assert.rejects(files.readBytes("link"), { code: "FILE_ACCESS", message: /Cannot read "link": it is a link/ });
  await assert.rejects(files.readBytes("none"), { code: "FILE_ACCESS", message: /does not exist \(ENOENT\)$/ });
});
