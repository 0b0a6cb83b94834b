import assert from "node:assert/strict";
import { test } from "node:test";
import { typedTokens } from "@lockstep/wrapper";
import { mcpAddJsonArgv } from "../argv/mcp.ts";
import { printArgv } from "../argv/print.ts";
import { ClaudeCodeError } from "../claude-code-error.ts";
import { assertSupported, knownVersions, stateOf, versionsWith } from "./support.ts";

// The first two committed versions, which this file is written for; later ones leave it as it is.
const [oldest = "", newest = ""] = knownVersions;

test("knownVersions begin with the versions that this file is written for", () => {
  assert.deepEqual(knownVersions.slice(0, 2), ["2.1.232", "2.1.332"]);
});

const states = [
  [{ path: [], key: "--model" }, "visible", "visible"],
  [{ path: [], key: "--max-turns" }, "hidden", "hidden"],
  [{ path: [], key: "--await-initialize" }, "rejected", "hidden"],
  [{ path: [], key: "--restricted" }, "unknown", "visible"],
  [{ path: ["purge"] }, "rejected", "visible"],
  [{ path: ["workspace-trust"] }, "rejected", "hidden"],
  [{ path: ["no-such"] }, "unknown", "unknown"],
] as const;
for (const [unit, inOldest, inNewest] of states) {
  test(`stateOf() is ${inOldest}, then ${inNewest} for ${unit.path.join(" ")} ${"key" in unit ? unit.key : ""}`, () => {
    assert.deepEqual([stateOf(unit, oldest), stateOf(unit, newest)], [inOldest, inNewest]);
  });
}

test("stateOf() has the better state for a version between two, and that of the end for one beyond", () => {
  const unit = { path: [], key: "--await-initialize" };
  assert.equal(stateOf(unit, "2.1.300"), "hidden");
  assert.equal(stateOf(unit, "1.0.0"), "rejected");
  assert.equal(stateOf(unit, "2.1.1000"), stateOf(unit, knownVersions.at(-1) ?? ""));
  assert.throws(() => stateOf(unit, "latest"), { name: "ClaudeCodeError", code: "CLAUDE_CODE_REQUEST" });
});

test("versionsWith() lists known versions, oldest first", () => {
  assert.deepEqual(versionsWith({ path: [], key: "--model" }, "visible"), knownVersions);
  assert.deepEqual(versionsWith({ path: [], key: "--await-initialize" }, "rejected"), ["2.1.232"]);
});

test("assertSupported() takes what help conceals only when that is allowed", () => {
  const argv = printArgv({ prompt: "p", maxTurns: 1 });
  assertSupported(argv, newest, true);
  assert.throws(
    () => assertSupported(argv, newest, false),
    (error) => {
      assert.ok(error instanceof ClaudeCodeError && error.code === "CLAUDE_CODE_UNSUPPORTED");
      assert.equal(error.unsupported?.state, "hidden");
      assert.match(error.message, /^Claude Code 2\.1\.332 hides option "maxTurns" \(--max-turns of claude\), .* Set "allowHidden"/);
      return true;
    },
  );
});

test("assertSupported() refuses what an older version lacks, and names the versions that have it", () => {
  assert.throws(() => assertSupported(printArgv({ prompt: "p", restricted: true }), oldest, true), {
    code: "CLAUDE_CODE_UNSUPPORTED",
    message:
      /^Claude Code 2\.1\.232 does not have option "restricted" \(--restricted of claude\); versions that show it: .*2\.1\.332.*Use a claude that has it/,
  });
  assertSupported(typedTokens("--bg", "--model=m", "--", "purge --no-such"), oldest, false);
});

test("assertSupported() refuses JSON on stdin where the version would take its mark for the JSON", () => {
  const argv = mcpAddJsonArgv({ name: "docs", server: { command: "docs-server" }, scope: "user" });
  assertSupported(argv, newest, false);
  assert.throws(() => assertSupported(argv, oldest, true), {
    code: "CLAUDE_CODE_UNSUPPORTED",
    message: /^Claude Code 2\.1\.232 does not have "-" of "mcp add-json"; versions that show it: 2\.1\.332\. Use a claude that has it$/,
  });
});
