import assert from "node:assert/strict";
import { test } from "node:test";
import { CodexError } from "./codex-error.ts";

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
  const error = CodexError.forEnd({ ...command, secrets: ["plain-words"] }, end, "Refused plain-words", "because of plain-words");
  assert.doesNotMatch([error.message, error.stderr].join(), /plain-words/);
  assert.equal(error.stderr, "Refused [redacted]");
});
