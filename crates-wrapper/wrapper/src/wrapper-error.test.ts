import assert from "node:assert/strict";
import { test } from "node:test";
import { ToolError } from "./made-up-tool.ts";
import { WrapperError } from "./wrapper-error.ts";

const call = { file: "tool", args: ["add", "--env=A=hush-hush"], cwd: "/", env: {} };
const end = { type: "exited", exitCode: 1, signal: null, durationMs: 1 } as const;

test("the makers of WrapperError give errors of the class that they are called on", () => {
  const made = [
    ToolError.forRequest("Odd"),
    ToolError.forUnsupported({ path: ["add"], state: "unknown", installedVersion: "1.0.0", visibleIn: [], hiddenIn: [] }),
    ToolError.forStart(call, "No such file"),
    ToolError.forOutput("Odd", call, end, ""),
    ToolError.forEnd(call, end, ""),
  ];
  for (const error of made) assert.ok(error instanceof ToolError && error instanceof WrapperError && error.name === "ToolError");
  assert.deepEqual(
    made.map(({ code }) => code),
    ["TOOL_REQUEST", "TOOL_UNSUPPORTED", "TOOL_NOT_STARTED", "TOOL_OUTPUT", "TOOL_EXIT"],
  );
});

const ends = [
  ["exited", "TOOL_EXIT"],
  ["timed-out", "TOOL_TIMED_OUT"],
  ["silent", "TOOL_SILENT"],
  ["stalled", "TOOL_STALLED"],
  ["output-limit", "TOOL_OUTPUT_LIMIT"],
  ["aborted", "TOOL_ABORTED"],
  ["spawn-failed", "TOOL_NOT_STARTED"],
] as const;
for (const [type, code] of ends) {
  test(`WrapperError.forEnd() has the code ${code} when a process is ${type}`, () => {
    assert.equal(ToolError.forEnd(call, { ...end, type, reason: "Why" }, "").code, code);
  });
}

test("WrapperError tells the program, its reason, command, directory and stderr, without secrets and noise", () => {
  const error = ToolError.forEnd(call, end, "noise\nnot hush-hush\n", { told: "hush-hush is wrong" });
  assert.equal(
    error.message,
    "Tool exited with code 1, wanted 0: [redacted] is wrong\n  command: tool add --env=A=[redacted]\n  directory: /\n  stderr: not [redacted]",
  );
  const { command, cwd, exitCode, signal, stderr } = error;
  assert.deepEqual(
    { command, cwd, exitCode, signal, stderr },
    { command: "tool add --env=A=[redacted]", cwd: "/", exitCode: 1, signal: null, stderr: "not [redacted]" },
  );
  assert.match(ToolError.forEnd(call, { ...end, exitCode: null, signal: "SIGKILL" }, "").message, /^Tool died of signal SIGKILL\n/);
  const stalled = { ...end, type: "stalled", reason: "Made no progress" } as const;
  assert.match(ToolError.forEnd(call, stalled, "", { told: "Wait" }).message, /^Made no progress; the last that tool told: Wait\n/);
});

test("WrapperError has nothing of a process when none was started", () => {
  const { command, cwd, exitCode, signal, stderr, unsupported, message, cause } = ToolError.forRequest("Odd", "why");
  assert.deepEqual([command, cwd, exitCode, signal, stderr, unsupported], [undefined, undefined, null, null, "", undefined]);
  assert.deepEqual([message, cause], ["Odd", "why"]);
  assert.ok(!("cause" in ToolError.forRequest("Odd")));
});

test("WrapperError.forUnsupported() names the program, and the field that a flag comes from", () => {
  const message = (path: readonly string[], key?: string): string =>
    ToolError.forUnsupported({
      path,
      ...(key === undefined ? {} : { key }),
      state: "rejected",
      installedVersion: "1.0.0",
      visibleIn: ["0.9.0"],
      hiddenIn: [],
    }).message;
  assert.equal(message(["add"]), 'Tool 1.0.0 rejects "add"; versions that show it: 0.9.0. Use a tool that has it');
  assert.match(message([], "--no-such"), /^Tool 1\.0\.0 rejects option "noSuch" \(--no-such of tool\); .* pass "--no-such" unchecked/);
  assert.match(message(["add"], "--last"), / option "which" \(--last of add\)/);
  assert.match(message(["add"], "--camelCase"), / option "camelCase" /);
  assert.match(message(["add"], "--set"), / rejects "--set" of "add"/);
});
