import assert from "node:assert/strict";
import { test } from "node:test";
import { type ErrorReason, WrapperError } from "@lockstep/wrapper";
import { ClaudeCodeError, type ClaudeCodeErrorCode } from "./claude-code-error.ts";

test("ClaudeCodeErrorCode has the codes of every wrapper", () => {
  type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
  const same: Same<ClaudeCodeErrorCode, `CLAUDE_CODE_${ErrorReason}`> = true;
  assert.ok(same);
  const error = ClaudeCodeError.forRequest("Odd");
  assert.ok(error instanceof ClaudeCodeError && error instanceof WrapperError);
  assert.deepEqual([error.name, error.code, error.message], ["ClaudeCodeError", "CLAUDE_CODE_REQUEST", "Odd"]);
});

test("ClaudeCodeError names the program and its exit code", () => {
  const call = { file: "claude", args: ["mcp", "get", "x"], cwd: "/", env: {} };
  const end = { type: "exited", exitCode: 1, signal: null, durationMs: 1 } as const;
  const error = ClaudeCodeError.forEnd(call, end, "No MCP server found with name: x\n");
  assert.equal(error.code, "CLAUDE_CODE_EXIT");
  assert.match(error.message, /^Claude Code exited with code 1, wanted 0\n {2}command: claude mcp get x\n/);
});

test("ClaudeCodeError names the field that a flag comes from, also one of another name, and none for the word that makes a run", () => {
  const described = (path: string[], key: string): string =>
    ClaudeCodeError.forUnsupported({ path, key, state: "rejected", installedVersion: "2.0.0", visibleIn: [], hiddenIn: [] }).message;
  assert.match(described([], "--allowedTools"), /^Claude Code 2\.0\.0 rejects option "allowedTools" \(--allowedTools of claude\); /);
  assert.match(described([], "--max-turns"), /option "maxTurns" \(--max-turns of claude\)/);
  assert.match(described([], "--no-chrome"), /option "chrome" \(--no-chrome of claude\)/);
  assert.match(described([], "--no-session-persistence"), /option "noSessionPersistence" /);
  assert.match(described(["ultrareview"], "--no-post"), /option "post" \(--no-post of ultrareview\)/);
  assert.match(described(["plugin", "eval"], "--no-scaffold"), /option "scaffold" \(--no-scaffold of plugin eval\)/);
  assert.match(described(["plugin", "eval"], "--no-publish"), /option "noPublish" /);
  assert.match(described([], "--print"), /rejects "--print" of claude; /);
  assert.match(described([], "--bg"), /rejects "--bg" of claude; /);
});
