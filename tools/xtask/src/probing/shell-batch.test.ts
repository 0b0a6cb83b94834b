import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { planShellBatch, type ShellBatch } from "./shell-batch.ts";

function runBatch(calls: readonly (readonly string[])[]): ReturnType<ShellBatch["read"]> {
  const batch = planShellBatch(calls, "nonce");
  return batch.read(spawnSync("/bin/sh", ["-s"], { input: batch.script, encoding: "utf8" }));
}

test("planShellBatch() gives the output of each call as it was printed", () => {
  const outputs = runBatch([
    ["printf", "%s", "no line feed"],
    ["sh", "-c", "echo out; echo err >&2"],
    ["true"],
    ["printf", "\\n\\n%s\\n\\n", "blank lines"],
    ["cat"],
  ]);
  assert.deepEqual(outputs, [
    { exitCode: 0, stdout: "no line feed", stderr: "" },
    { exitCode: 0, stdout: "out\n", stderr: "err\n" },
    { exitCode: 0, stdout: "", stderr: "" },
    { exitCode: 0, stdout: "\n\nblank lines\n\n", stderr: "" },
    { exitCode: 0, stdout: "", stderr: "" },
  ]);
});

test("planShellBatch() passes words untouched", () => {
  const words = ["$HOME", "a b", "*", "it's", "`id`", '"', "\\", "-n", ""];
  assert.deepEqual(runBatch([["printf", "%s|", ...words]]), [
    { exitCode: 0, stdout: words.map((word) => `${word}|`).join(""), stderr: "" },
  ]);
});

test("planShellBatch() gives the exit code of a call that failed, and leaves out those that died or could not start", () => {
  const outputs = runBatch([
    ["echo", "one"],
    ["sh", "-c", "echo no >&2; exit 64"],
    ["sh", "-c", "kill -KILL $$"],
    ["no-such-program-here"],
    ["echo", "five"],
  ]);
  assert.deepEqual(outputs, [
    { exitCode: 0, stdout: "one\n", stderr: "" },
    { exitCode: 64, stdout: "", stderr: "no\n" },
    undefined,
    undefined,
    { exitCode: 0, stdout: "five\n", stderr: "" },
  ]);
});

test("planShellBatch() leaves out the call that was cut off", () => {
  const cut = planShellBatch([["a"], ["b"]], "nonce").read({
    stdout: "nonce 0\nA\n\nnonce 0 0\nnonce 1\nhalf",
    stderr: "nonce 0\n\nnonce 0 0\nnonce 1\n",
  });
  assert.deepEqual(cut, [{ exitCode: 0, stdout: "A\n", stderr: "" }, undefined]);
});

test("planShellBatch() tells the eleventh call from the second", () => {
  const outputs = runBatch(Array.from({ length: 12 }, (_, index) => ["echo", String(index)]));
  assert.deepEqual(
    outputs.map((output) => output?.stdout),
    Array.from({ length: 12 }, (_, index) => `${String(index)}\n`),
  );
});
