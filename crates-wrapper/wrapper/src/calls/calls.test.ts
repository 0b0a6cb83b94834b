import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { typedTokens } from "../argv/argv-token.ts";
import type { Invocation } from "../invocation.ts";
import { invocationTools } from "../invocation-tools.ts";
import { ToolError } from "../made-up-tool.ts";
import type { Guard } from "../mistakes.ts";
import { all, assertFails, printing, scriptedProgram } from "../testing/index.ts";
import { versionTools } from "../versions/version-tools.ts";
import { slow } from "./questions.ts";

const versions = versionTools({ versions: ["1.0.0"], commands: [{ path: ["add"], states: "v" }] }, ToolError);
const { ask, askDocument, askJson, askText, removalOf, startProcess } = invocationTools(ToolError, versions);
const argv = typedTokens("add");

/** A tool that is a script, in which `fs` is there. */
function scripted(t: TestContext, script: string): Invocation {
  const { binary, folder } = scriptedProgram(t, "tool", `const fs = require("node:fs");\n${script}`);
  return { binary, cwd: folder, env: {}, timeouts: { totalMs: 30_000 }, version: "1.0.0", allowHidden: false };
}

test("ask() takes a wanted exit code for an answer, and rejects for any other", async (t) => {
  const tool = scripted(t, printing({ stdout: "no\n", stderr: "why\n", exitCode: 3 }));
  const { outcome } = await ask(tool, argv, { wanted: [0, 3] });
  assert.deepEqual([outcome.exitCode, outcome.stdout, outcome.stderr], [3, "no\n", "why\n"]);
  const error = await assertFails(ask(tool, argv), ToolError, "TOOL_EXIT");
  assert.match(error.message, /^Tool exited with code 3, wanted 0\n {2}command: .*tool add\n {2}directory: .*\n {2}stderr: why$/);
});

test("ask() starts nothing for a unit that the version does not have", async () => {
  const nowhere = { binary: "/no/such/tool", cwd: "/", env: {}, timeouts: {}, version: "1.0.0", allowHidden: false };
  await assertFails(ask(nowhere, typedTokens("add", "--no-such")), ToolError, "TOOL_UNSUPPORTED");
  await assertFails(ask(nowhere, argv), ToolError, "TOOL_NOT_STARTED");
});

test("ask() hides what it writes to stdin when that is secret", async (t) => {
  const tool = scripted(t, `console.error("Refused " + stdin()); process.exitCode = 1;`);
  const shown = await assertFails(ask(tool, argv, { stdin: "plain words" }), ToolError, "TOOL_EXIT");
  assert.equal(shown.stderr, "Refused plain words");
  const hidden = await assertFails(ask(tool, argv, { stdin: "plain words", hidesStdin: true }), ToolError, "TOOL_EXIT");
  assert.equal(hidden.stderr, "Refused [redacted]");
});

test("ask() ends at its total time, and on abort", async (t) => {
  const tool = scripted(t, "setInterval(() => {}, 1000);");
  await assertFails(ask({ ...tool, timeouts: {} }, argv, { defaultTotalMs: 200 }), ToolError, "TOOL_TIMED_OUT");
  await assertFails(ask(tool, argv, { timeouts: { silenceMs: 200 } }), ToolError, "TOOL_SILENT");
  await assertFails(ask(tool, argv, { signal: AbortSignal.timeout(200) }), ToolError, "TOOL_ABORTED");
  assert.deepEqual(slow({ timeouts: {} }), { timeouts: {}, defaultTotalMs: 300_000 });
});

test("askText(), askJson() and askDocument() give stdout in their forms", async (t) => {
  const tool = scripted(t, printing({ stdout: '{"a":1}' }));
  assert.equal(await askText(tool, argv), '{"a":1}');
  assert.deepEqual(await askJson(tool, argv), { a: 1 });
  assert.deepEqual(await askDocument(tool, argv, guardOf(true)), { a: 1 });
  const error = await assertFails(askDocument(tool, argv, guardOf(false)), ToolError, "TOOL_OUTPUT");
  assert.match(error.message, /^The JSON document on stdout has another shape: \/a: wanted string, is number\n/);
});

test("an answer without stdout is none, and one that is no JSON is not understood", async (t) => {
  const silent = scripted(t, printing({ stderr: "why", exitCode: 1 }));
  await assertFails(askText(silent, argv, { wanted: [0, 1] }), ToolError, "TOOL_EXIT");
  for (const [stdout, message] of [
    ["", /^Stdout is no JSON document: it is empty\n/],
    ["words", /^Stdout is no JSON document: .*words/],
  ] as const)
    assert.match((await assertFails(askJson(scripted(t, printing({ stdout })), argv), ToolError, "TOOL_OUTPUT")).message, message);
});

test("removalOf() reads what was done from either stream", async (t) => {
  const answer = (stdout: string, stderr = "") => ask(scripted(t, printing({ stdout, stderr })), argv);
  assert.deepEqual(removalOf(await answer("Note\nRemoved x\n"), "Removed", "No such"), { removed: true });
  assert.deepEqual(removalOf(await answer("", "No such x\n"), "Removed", "No such"), { removed: false });
  const odd = await answer("Hm");
  assert.throws(() => removalOf(odd, "Removed", "No such"), {
    code: "TOOL_OUTPUT",
    message: /^Tool says neither "Removed …" nor "No such …", it says "Hm"\n/,
  });
});

test("startProcess() speaks with a process in both directions until its stdin is closed", async (t) => {
  const echo = startProcess(scripted(t, `process.stdin.on("data", (data) => process.stdout.write(data));`), argv);
  await echo.write("one\n");
  const lines = echo[Symbol.asyncIterator]();
  assert.deepEqual((await lines.next()).value, { text: "one" });
  await echo.write("two\n");
  echo.end();
  assert.deepEqual(await all(echo), [{ text: "two" }]);
  assert.equal((await echo.result()).exitCode, 0);
  await assertFails(echo.write("three\n"), ToolError, "TOOL_OUTPUT");
});

test("startProcess() gives a process that may be stopped, left and aborted", async (t) => {
  const tool = scripted(t, `console.log("1"); setInterval(() => {}, 1000);`);
  const stopped = startProcess(tool, argv);
  await stopped.stop();
  assert.equal((await stopped.result()).type, "aborted");
  const left = startProcess(tool, argv);
  for await (const _ of left) break;
  assert.match((await assertFails(left.result(), ToolError, "TOOL_ABORTED")).message, /^The reader left before the end\n/);
  const aborting = new AbortController();
  const aborted = startProcess(tool, argv, { signal: aborting.signal });
  aborting.abort("mine");
  assert.equal((await assertFails(aborted.result(), ToolError, "TOOL_ABORTED")).cause, "mine");
});

test("startProcess() takes a secret first, which no error shows", async (t) => {
  const tool = scripted(t, `console.error("Refused " + stdin()); process.exitCode = 1;`);
  const refused = startProcess(tool, argv, {}, "plain words");
  refused.end();
  assert.equal((await assertFails(refused.result(), ToolError, "TOOL_EXIT")).stderr, "Refused [redacted]");
});

/** A guard that was generated from a schema, as far as calls use it. */
function guardOf(isValid: boolean): Guard<{ readonly a: unknown }> {
  const errors = isValid ? null : [{ instancePath: "/a", keyword: "type", params: { type: "string" } }];
  return Object.assign((value: unknown): value is { readonly a: unknown } => isValid && value !== undefined, { errors });
}
