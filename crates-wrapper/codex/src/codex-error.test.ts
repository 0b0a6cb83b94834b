import assert from "node:assert/strict";
import { test } from "node:test";
import { type ErrorReason, WrapperError } from "@lockstep/wrapper";
import { CodexError, type CodexErrorCode } from "./codex-error.ts";

const command = { file: "codex", args: ["mcp", "get", "x"], cwd: "/", env: {} };
const end = { type: "exited", exitCode: 1, signal: null, durationMs: 1 } as const;
const frames = Array.from(
  { length: 40 },
  (_, i) => `  ${String(i).padStart(2)}: core::ops::call\n             at /rustc/library/core.rs:${i}:5`,
);

test("CodexError shows the reason when codex prints a backtrace behind it", () => {
  const stderr = ["Error: No MCP server named 'x' found.", "", "Caused by:", "    gone", "", "Stack backtrace:", ...frames, ""].join("\n");
  const error = CodexError.forEnd(command, end, stderr);
  assert.equal(error.stderr, "Error: No MCP server named 'x' found.\n\nCaused by:\n    gone");
  assert.match(error.message, /stderr: Error: No MCP server named 'x' found\./);
});

test("CodexError keeps what stands before and behind the backtrace of a panic", () => {
  const stderr = [
    "",
    "thread 'main' (7) panicked at a.rs:1:2:",
    "gone",
    "stack backtrace:",
    ...frames,
    "note: Some details are omitted, run …",
    "bye",
  ];
  assert.equal(CodexError.forEnd(command, end, stderr.join("\n")).stderr, "thread 'main' (7) panicked at a.rs:1:2:\ngone\nbye");
});

test("CodexError keeps numbered lines that are no backtrace", () => {
  const stderr = "Error: failed\n\nCaused by:\n    0: first\n    1: second";
  assert.equal(CodexError.forEnd(command, end, stderr).stderr, stderr);
});

test("CodexError hides the secrets of a command wherever they stand", () => {
  const error = CodexError.forEnd({ ...command, secrets: ["plain-words"] }, end, "Refused plain-words", { told: "because of plain-words" });
  assert.doesNotMatch([error.message, error.stderr].join(), /plain-words/);
  assert.equal(error.stderr, "Refused [redacted]");
});

test("CodexError shows stdout when stderr is blank, and only then", () => {
  const stdout = `${"line\n".repeat(30)}refused plain-words\n`;
  const error = CodexError.forEnd({ ...command, secrets: ["plain-words"] }, end, " \n", { stdout });
  assert.match(error.message, /\n {2}stdout: (?:line\n){19}refused \[redacted\]$/);
  assert.equal(error.stderr, "");
  assert.doesNotMatch(CodexError.forEnd(command, end, "why", { stdout }).message, /stdout/);
});

test("CodexError has the original error or the reason of an abort as its cause, and a parser's without secrets", () => {
  const aborted = { ...end, type: "aborted", exitCode: null, reason: "Aborted" } as const;
  const signal = AbortSignal.abort("mine");
  assert.equal(CodexError.forEnd(command, aborted, "", { signal }).cause, "mine");
  assert.equal(CodexError.forEnd(command, end, "", { signal }).cause, undefined);
  assert.ok(!("cause" in CodexError.forEnd(command, aborted, "", { signal: new AbortController().signal })));
  const original = new Error("disk");
  assert.equal(CodexError.forStart(command, "No folder", original).cause, original);
  assert.equal(CodexError.forRequest("Odd", original).cause, original);
  const { cause } = CodexError.forOutput("Odd", { ...command, secrets: ["hush"] }, end, "", new SyntaxError("hush is no JSON"));
  assert.ok(cause instanceof SyntaxError && cause.message === "[redacted] is no JSON");
});

test("CodexErrorCode has the codes of every wrapper, and that of the app server", () => {
  type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
  const same: Same<CodexErrorCode, `CODEX_${ErrorReason | "RPC"}`> = true;
  assert.ok(same);
  const refused = CodexError.forRpc({ ...command, secrets: ["hush"] }, { method: "m", code: 1, message: "hush is wrong", data: null });
  assert.ok(refused instanceof CodexError && refused instanceof WrapperError);
  assert.equal(refused.code, "CODEX_RPC");
  assert.deepEqual(refused.rpc, { method: "m", code: 1, message: "[redacted] is wrong", data: null });
  assert.match(refused.message, /^The app server refuses "m": \[redacted\] is wrong \(code 1\)\n/);
  assert.equal(CodexError.forRequest("Odd").rpc, undefined);
});
