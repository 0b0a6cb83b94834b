import assert from "node:assert/strict";
import { test } from "node:test";
import { parseBinaryVersion } from "./binary-version.ts";

const cases: readonly (readonly [string, ReturnType<typeof parseBinaryVersion>])[] = [
  ["codex-cli 0.125.0", { semanticVersion: "0.125.0", channel: "stable" }],
  ["codex-cli 0.130.0-alpha.3", { semanticVersion: "0.130.0-alpha.3", channel: "alpha" }],
  ["2.1.32 (Claude Code)", { semanticVersion: "2.1.32", channel: "stable" }],
  [
    "tool v1.2.3-beta.1+build.5 (rev 0a1b2c3d4e 2026-01-01)",
    { semanticVersion: "1.2.3-beta.1+build.5", channel: "beta", commit: "0a1b2c3d4e" },
  ],
  ["tool 1.2.3-20260101", { semanticVersion: "1.2.3-20260101", channel: "prerelease" }],
  ["codex-cli 1.2.3+b5", { semanticVersion: "1.2.3+b5", channel: "stable" }],
  ["This is tool 1.2.3-rc.1.", { semanticVersion: "1.2.3-rc.1", channel: "rc" }],
  ["tool 1.2", {}],
  ["", {}],
];
for (const [output, expected] of cases) {
  test(`parseBinaryVersion() reads "${output}"`, () => assert.deepEqual(parseBinaryVersion(output), expected));
}
