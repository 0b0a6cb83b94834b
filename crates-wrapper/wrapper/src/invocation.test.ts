import assert from "node:assert/strict";
import { test } from "node:test";
import { typedTokens } from "./argv/argv-token.ts";
import { limitTools } from "./invocation.ts";
import { ToolError } from "./made-up-tool.ts";
import { versionTools } from "./versions/version-tools.ts";

const versions = versionTools({ versions: ["1.0.0"], commands: [{ path: ["add"], states: "h" }] }, ToolError);
const { limitsOf, assertLimits, assertNotBlank, commandOf } = limitTools(ToolError, versions);

test("limitsOf() takes each limit of the call in place of the client's, and leaves out what is undefined", () => {
  const client = { timeouts: { totalMs: 1, silenceMs: 2, progressMs: 3, killGraceMs: 0 } };
  assert.deepEqual(limitsOf(client), { process: { totalMs: 1, silenceMs: 2, killGraceMs: 0 }, run: { progressMs: 3 } });
  const own = { totalMs: 10, silenceMs: undefined } as { totalMs: number };
  assert.deepEqual(limitsOf(client, { timeouts: own }).process, { totalMs: 10, silenceMs: 2, killGraceMs: 0 });
  assert.deepEqual(limitsOf({ timeouts: {} }), { process: {}, run: {} });
});

test("limitsOf() and assertLimits() refuse what is no limit", () => {
  for (const [timeouts, message] of [
    [{ totalMs: 0 }, 'Limit "totalMs" is 0, wanted a finite number above 0, or none'],
    [{ progressMs: NaN }, 'Limit "progressMs" is NaN, wanted a finite number above 0, or none'],
    [{ killGraceMs: -1 }, 'Limit "killGraceMs" is -1, wanted a finite number from 0 on, or none'],
    [{ silenceMs: "1" as unknown as number }, 'Field "silenceMs" of option "timeouts" is "1", wanted a number'],
    [{ totalMS: 1 } as object, 'Option "timeouts" has the unknown field "totalMS", did you mean "totalMs"?'],
  ] as const)
    assert.throws(() => limitsOf({ timeouts }), { code: "TOOL_REQUEST", message: new RegExp(`^${message.replaceAll("?", "\\?")}$`, "i") });
  assertLimits({ maxLineBytes: 1, maxOutputBytes: undefined });
  assert.throws(() => assertLimits({ maxLineBytes: Infinity }), { code: "TOOL_REQUEST" });
});

test("assertNotBlank() refuses a blank secret", () => {
  assert.equal(assertNotBlank(" k ", "key"), " k ");
  for (const blank of ["", " \n"]) assert.throws(() => assertNotBlank(blank, "key"), { code: "TOOL_REQUEST", message: "The key is blank" });
});

test("commandOf() makes the call of a request, and refuses what the version does not have", () => {
  const invocation = { binary: "tool", cwd: "/", env: { A: "1" }, timeouts: {}, version: "1.0.0", allowHidden: true };
  const argv = typedTokens("add", "name");
  assert.deepEqual(commandOf(invocation, argv), { file: "tool", args: ["add", "name"], cwd: "/", env: { A: "1" } });
  assert.throws(() => commandOf({ ...invocation, allowHidden: false }, argv), { code: "TOOL_UNSUPPORTED" });
});
