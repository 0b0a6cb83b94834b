import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, readlinkSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { openCodex } from "../client.ts";
import { readRecording } from "../events/recording.ts";
import { all, assertFails, scripted, typesOf, useTemporaryFolder, watchTemporaryFolder } from "../scripted-codex.ts";

const usage = { input_tokens: 9, cached_input_tokens: 0, output_tokens: 1, reasoning_output_tokens: 0 };

test("exec() yields events, and its result has the last message, thread, usage and counts", async (t) => {
  watchTemporaryFolder(t);
  const codex = await scripted(
    t,
    `say({ type: "thread.started", thread_id: "t1" });
    say({ type: "new.thing" });
    fs.writeFileSync(file, "You said: " + stdin());
    say({ type: "item.completed", item: { id: "i", type: "new_item" } });
    say({ type: "turn.completed", usage: ${JSON.stringify(usage)} });`,
  );
  const run = codex.exec({ prompt: "grüße" });
  assert.deepEqual(await typesOf(run), ["thread.started", "unknown", "item.completed", "turn.completed"]);
  const result = await run.result();
  assert.deepEqual(
    { ...result, exit: result.exit.exitCode },
    {
      threadId: "t1",
      finalMessage: "You said: grüße",
      structured: undefined,
      usage,
      counts: {
        events: { "thread.started": 1, "item.completed": 1, "turn.completed": 1 },
        unknownEvents: 1,
        unknownItems: 1,
        malformedLines: 0,
      },
      exit: 0,
    },
  );
  assert.equal(await run.result(), result, "All who ask get the same");
});

test("exec() keeps garbage, torn, CRLF and unknown lines as events and ends well", async (t) => {
  const codex = await scripted(
    t,
    `process.stdout.write('garbage\\n\\n  \\r\\n{"type":"turn.started"}\\r\\n{"type":"new.thing","x":1}\\n[1]\\n{"type":"turn.com');`,
  );
  assert.deepEqual(await all(codex.exec({ prompt: "p" })), [
    { type: "malformed", line: { text: "garbage" } },
    { type: "turn.started" },
    { type: "unknown", raw: { type: "new.thing", x: 1 }, mistakes: [] },
    { type: "malformed", line: { text: "[1]" } },
    { type: "malformed", line: { text: '{"type":"turn.com', defect: "unterminated" } },
  ]);
});

test("exec() cuts a line at maxLineBytes, blank ones too, and goes on", async (t) => {
  const codex = await scripted(t, `say({ type: "x".repeat(1000) }); console.log(" ".repeat(1000)); say({ type: "turn.started" });`);
  const cut = { type: "malformed", line: { text: `{"type":"${"x".repeat(91)}`, defect: "over-limit" } };
  const blank = { type: "malformed", line: { text: " ".repeat(100), defect: "over-limit" } };
  assert.deepEqual(await all(codex.exec({ prompt: "p" }, { maxLineBytes: 100 })), [cut, blank, { type: "turn.started" }]);
});

test("exec() closes stdin after a prompt of 10 MB, and lives with a codex that does not read it", async (t) => {
  const prompt = "0123456789".repeat(1024 * 1024);
  const reader = await scripted(t, `const text = stdin(); fs.writeFileSync(file, text.length + text.slice(-3));`);
  assert.equal((await reader.exec({ prompt }).result()).finalMessage, `${prompt.length}789`);
  assert.equal((await (await scripted(t, "")).exec({ prompt }).result()).finalMessage, "");
});

test("exec() copies the last message to the caller's file, and leaves that as it was when there is none", async (t) => {
  const codex = await scripted(t, `const text = stdin(); if (text !== "none") fs.writeFileSync(file, text === "empty" ? "" : text);`);
  const mine = join(codex.cwd, "mine.txt");
  writeFileSync(mine, "Old answer");
  for (const [prompt, message, kept] of [
    ["none", "", "Old answer"],
    ["empty", "", "Old answer"],
    ["New answer", "New answer", "New answer"],
  ] as const) {
    const { finalMessage } = await codex.exec({ prompt, outputLastMessage: "mine.txt" }).result();
    assert.deepEqual([finalMessage, readFileSync(mine, "utf8")], [message, kept]);
  }
});

test("exec() fails when the last message cannot be copied to the caller's file", async (t) => {
  const codex = await scripted(t, `fs.writeFileSync(file, "Answer");`);
  for (const [path, reason] of [
    ["no/such/folder.txt", "ENOENT"],
    ["/dev/full", "ENOSPC"],
  ] as const) {
    const { message, cause } = await assertFails(codex.exec({ prompt: "p", outputLastMessage: path }).result(), "CODEX_OUTPUT");
    assert.ok(cause instanceof Error && message.includes(cause.message));
    assert.match(message, new RegExp(`^The last message could not be written to ".*${path}": ${reason}`));
  }
});

test("exec() fails with a CodexError when the host's temporary folder does not exist", async (t) => {
  useTemporaryFolder(t, "/no/such/folder");
  const codex = await openCodex({ binary: "codex", cwd: "/", version: "0.169.0" });
  const error = await assertFails((async () => codex.exec({ prompt: "p" }).result())(), "CODEX_NOT_STARTED");
  assert.match(error.message, /^No temporary folder could be made in "\/no\/such\/folder": ENOENT.*\n {2}command: codex exec --json -\n/);
});

test("exec() takes a temporary folder that is relative to the host's directory", async (t) => {
  const codex = await scripted(t, `fs.writeFileSync(file, "Answer");`);
  const { cwd: host } = await scripted(t, "");
  const before = process.cwd();
  t.after(() => process.chdir(before));
  process.chdir(host);
  useTemporaryFolder(t, ".");
  assert.equal((await codex.exec({ prompt: "p" }).result()).finalMessage, "Answer");
});

test("exec() gives codex an inline schema as a file, and parses the answer", async (t) => {
  watchTemporaryFolder(t);
  const codex = await scripted(
    t,
    `const schema = process.argv.find((arg) => arg.startsWith("--output-schema=")).slice(16);
    fs.writeFileSync(file, stdin() === "echo" ? fs.readFileSync(schema, "utf8") : stdin());`,
  );
  const schema = { type: "object", properties: { ü: { type: "number" } } };
  assert.deepEqual((await codex.exec({ prompt: "echo", outputSchema: schema }).result()).structured, schema);
  writeFileSync(join(codex.cwd, "mine.json"), "[1]");
  assert.deepEqual((await codex.exec({ prompt: "echo", outputSchema: "mine.json" }).result()).structured, [1]);
  assert.ok(existsSync(join(codex.cwd, "mine.json")));
});

test("exec() fails when the answer to a schema is no JSON document", async (t) => {
  const codex = await scripted(t, `const text = stdin(); if (text !== "none") fs.writeFileSync(file, text);`);
  for (const [prompt, message] of [
    ["none", /^The answer to "outputSchema" is no JSON document, it is missing/],
    [`Here: ${"x".repeat(200)}`, /^The answer to "outputSchema" is no JSON document, it begins with "Here: x{74}": /],
  ] as const)
    assert.match((await assertFails(codex.exec({ prompt, outputSchema: {} }).result(), "CODEX_OUTPUT")).message, message);
  assert.equal((await codex.exec({ prompt: "none" }).result()).structured, undefined, "Without a schema nothing is parsed");
});

test("exec() records what codex prints, byte by byte, whether the run succeeds, fails or is left", async (t) => {
  const bytes = `{"type":"turn.started"}\r\n\n\u2028{"type":"x","text":"a\u2028b"}\ntorn`;
  const codex = await scripted(
    t,
    `process.stdout.write(${JSON.stringify(bytes)}); const text = stdin();
    if (text === "fail") process.exitCode = 1; if (text === "hang") setInterval(() => {}, 1000);`,
  );
  const recording = (name: string): string => readFileSync(join(codex.cwd, name), "utf8");
  const events = await all(codex.exec({ prompt: "p" }, { record: "well" }));
  assert.equal(recording("well"), bytes);
  assert.equal(statSync(join(codex.cwd, "well")).mode & 0o777, 0o600);
  assert.deepEqual(await all(readRecording(join(codex.cwd, "well"))), events);
  await assertFails(codex.exec({ prompt: "fail" }, { record: "failed" }).result(), "CODEX_EXIT");
  assert.equal(recording("failed"), bytes);
  for await (const _ of codex.exec({ prompt: "hang" }, { record: "left" })) break;
  assert.match(recording("left"), /^\{"type":"turn.started"\}/);
  assert.deepEqual(openFilesBelow(codex.cwd), []);
});

test("exec() starts nothing when the recording exists or has no folder", async (t) => {
  watchTemporaryFolder(t);
  const codex = await scripted(t, `fs.writeFileSync("mark", "started");`);
  writeFileSync(join(codex.cwd, "old"), "Old");
  for (const [record, reason] of [
    ["old", "EEXIST"],
    ["/dev/full", "EEXIST"],
    ["no/such/folder", "ENOENT"],
  ] as const) {
    const error = await assertFails((async () => codex.exec({ prompt: "p" }, { record }).result())(), "CODEX_NOT_STARTED");
    assert.match(error.message, new RegExp(`^Recording ".*${record}" could not be opened .*${reason}`));
  }
  assert.equal(readFileSync(join(codex.cwd, "old"), "utf8"), "Old");
  assert.ok(!existsSync(join(codex.cwd, "mark")));
});

/** Files below a folder that this process holds open. */
function openFilesBelow(folder: string): string[] {
  if (!existsSync("/proc/self/fd")) return [];
  return readdirSync("/proc/self/fd").flatMap((fd) => {
    try {
      const target = readlinkSync(`/proc/self/fd/${fd}`);
      return target.startsWith(folder) ? [target] : [];
    } catch {
      return [];
    }
  });
}
