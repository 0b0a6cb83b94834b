import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { test } from "node:test";
import { ToolError } from "../made-up-tool.ts";
import { useTemporaryFolder, watchTemporaryFolder } from "../testing/index.ts";
import { RunFolder, saveFile } from "./run-folder.ts";

const call = { file: "tool", args: ["add"], cwd: "/", env: {} };

test("a RunFolder has files that only its owner can reach, until it is removed", (t) => {
  watchTemporaryFolder(t, ToolError);
  const folder = RunFolder.make(ToolError, call);
  const file = folder.write("a.txt", "text");
  assert.equal(file, folder.path("a.txt"));
  assert.match(basename(dirname(file)), /^lockstep-tool-/);
  assert.equal(statSync(dirname(file)).mode & 0o777, 0o700);
  assert.deepEqual([folder.read("a.txt"), folder.read("b.txt")], ["text", undefined]);
  folder.remove();
  folder.remove();
  assert.ok(!existsSync(dirname(file)));
});

test("a RunFolder that cannot be written to is an error of the wrapper, and goes", (t) => {
  watchTemporaryFolder(t, ToolError);
  const folder = RunFolder.make(ToolError, call);
  assert.throws(() => folder.write("no/such/folder", ""), {
    code: "TOOL_NOT_STARTED",
    message: /^The temporary file ".*" could not be written: ENOENT.*\n {2}command: tool add\n/,
  });
  assert.ok(!existsSync(folder.path("")));
});

test("a RunFolder that cannot be made is an error of the wrapper", (t) => {
  useTemporaryFolder(t, "/no/such/folder");
  assert.throws(() => RunFolder.make(ToolError, call), {
    code: "TOOL_NOT_STARTED",
    message: /^No temporary folder could be made in "\/no\/such\/folder": ENOENT/,
  });
});

test("saveFile() tells why a file could not be written", (t) => {
  const folder = mkdtempSync(join(tmpdir(), "save-file-"));
  t.after(() => rmSync(folder, { recursive: true }));
  assert.equal(saveFile("The answer", "text", join(folder, "a")), undefined);
  assert.equal(readFileSync(join(folder, "a"), "utf8"), "text");
  const { reason = "", cause } = saveFile("The answer", "text", join(folder, "no/such/a")) ?? {};
  assert.match(reason, /^The answer could not be written to ".*no\/such\/a": ENOENT/);
  assert.ok(cause instanceof Error);
});
