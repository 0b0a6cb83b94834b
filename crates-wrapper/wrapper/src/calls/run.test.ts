import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { isKeyOf, objectOn } from "../events/raw-line.ts";
import { invocationTools } from "../invocation-tools.ts";
import { ToolError } from "../made-up-tool.ts";
import { all, assertFails, scriptedProgram } from "../testing/index.ts";
import { versionTools } from "../versions/version-tools.ts";
import type { Run, RunChannel, RunForm, RunOptions, RunStart, Settled } from "./run.ts";

const { startRun, termsOf } = invocationTools(ToolError, versionTools({ versions: ["1.0.0"], commands: [] }, ToolError));

/** What the tool of these tests prints: it works, it waits, it is done or it has failed; what it asks is for no loop. */
interface ToolEvent {
  readonly type: "step" | "wait" | "done" | "failed" | "odd";
  readonly text: string;
}

interface Kept {
  readonly steps: number;
  readonly told: string | undefined;
  readonly failure: string | undefined;
}

interface Result {
  readonly steps: number;
  readonly left: string;
  readonly exitCode: number | null;
}

const kinds = { step: true, wait: true, done: true, failed: true };

/** The form of such runs; `settle` is counted and returns what it is given. */
function formOf(
  settled: Settled<string> = { left: "left" },
): RunForm<ToolEvent, Kept, string, Result> & { readonly settlings: () => number } {
  let settlings = 0;
  return {
    settlings: () => settlings,
    parse(line) {
      const { type, text } = objectOn(line) ?? {};
      if (type === "ask") return undefined;
      return isKeyOf(kinds, type) ? { type, text: typeof text === "string" ? text : "" } : { type: "odd", text: line.text };
    },
    isProgress: ({ type }) => type === "step",
    nothing: { steps: 0, told: undefined, failure: undefined },
    keep: ({ steps, told, failure }, { type, text }) => ({
      steps: steps + (type === "step" ? 1 : 0),
      told: type === "wait" ? text : told,
      failure: type === "failed" ? text : failure,
    }),
    settle() {
      settlings += 1;
      return settled;
    },
    told: ({ told }) => told,
    failed: ({ failure }) => (failure === undefined ? undefined : { reason: "Tool gave up", told: failure }),
    conclude: ({ left, exit }, { steps }) => ({ steps, left, exitCode: exit.exitCode }),
  };
}

interface Begun {
  readonly run: Run<ToolEvent, Result>;
  readonly folder: string;
  readonly settlings: () => number;
}

interface Heard {
  readonly heard?: (event: ToolEvent) => void;
}

/** Begins a run of a script in which `say(type, text)` prints an event and `fs` is there. */
function begin(
  t: TestContext,
  script: string,
  { settled, heard, ...rest }: Partial<RunStart> & Heard & { readonly settled?: Settled<string>; readonly options?: RunOptions } = {},
): Begun {
  const preface = `const fs = require("node:fs"); const say = (type, text) => console.log(JSON.stringify({ type, text }));`;
  const { binary, folder } = scriptedProgram(t, "tool", `${preface}\n${script}`);
  const { options, ...start } = rest;
  const form = formOf(settled);
  const call = { file: binary, args: ["go"], cwd: folder, env: {} };
  const terms = termsOf({ timeouts: { totalMs: 30_000 } }, options);
  const heardForm = heard === undefined ? form : { ...form, heard };
  return { run: startRun({ call, stdin: "prompt", ...start }, terms, heardForm), folder, settlings: form.settlings };
}

const hang = "setInterval(() => {}, 1000);";

test("a run gives its events, and a result of what was kept, left behind and of the exit", async (t) => {
  const { run, settlings } = begin(
    t,
    `say("step", stdin()); console.log("\\n  "); say("ask"); say("step"); console.log("garbage"); say("done");`,
  );
  assert.deepEqual(await all(run), [
    { type: "step", text: "prompt" },
    { type: "step", text: "" },
    { type: "odd", text: "garbage" },
    { type: "done", text: "" },
  ]);
  assert.deepEqual(await run.result(), { steps: 2, left: "left", exitCode: 0 });
  assert.equal(await run.result(), await run.result(), "All who ask get the same");
  assert.equal(settlings(), 1);
});

test("a run settles though nobody reads it", async (t) => {
  const { settlings } = begin(t, "");
  while (settlings() === 0) await sleep(20);
  assert.equal(settlings(), 1);
});

test("a run that exits badly fails with what the program told", async (t) => {
  const { run } = begin(t, `say("wait", "Reconnecting"); process.exitCode = 3;`);
  const error = await assertFails(run.result(), ToolError, "TOOL_EXIT");
  assert.match(error.message, /^Tool exited with code 3, wanted 0: Reconnecting\n/);
  assert.equal(await assertFails(run.result(), ToolError, "TOOL_EXIT"), error);
});

test("a run fails in spite of exit code 0 when its events say so", async (t) => {
  const { run } = begin(t, `say("failed", "No model");`, { settled: { left: "", unsaved: { reason: "Full", cause: undefined } } });
  const error = await assertFails(run.result(), ToolError, "TOOL_EXIT");
  assert.match(error.message, /^Tool gave up: No model\n/);
  assert.equal(error.exitCode, 0);
});

test("a run fails when a file of the caller's could not be written", async (t) => {
  const cause = new Error("disk");
  const { run } = begin(t, "", { settled: { left: "", unsaved: { reason: "The answer could not be written", cause } } });
  const error = await assertFails(run.result(), ToolError, "TOOL_OUTPUT");
  assert.match(error.message, /^The answer could not be written\n/);
  assert.equal(error.cause, cause);
});

test("a run is killed when its loop is left, when it is aborted, and at each limit", async (t) => {
  const left = begin(t, `say("step"); ${hang}`);
  for await (const _ of left.run) break;
  assert.equal(left.settlings(), 1);
  assert.match((await assertFails(left.run.result(), ToolError, "TOOL_ABORTED")).message, /^The reader left before the end\n/);
  const aborted = begin(t, hang, { options: { signal: AbortSignal.timeout(200) } });
  assert.match((await assertFails(aborted.run.result(), ToolError, "TOOL_ABORTED")).message, /^Aborted by the caller/);
  const waiting = `setInterval(() => { say("wait", "Reconnecting"); say("ask"); console.log(""); }, 20);`;
  const stalled = begin(t, waiting, { options: { timeouts: { progressMs: 500, silenceMs: 20_000 } } });
  assert.match(
    (await assertFails(stalled.run.result(), ToolError, "TOOL_STALLED")).message,
    /^Made no progress for 500 ms; the last that tool told: Reconnecting\n/,
  );
  const flood = begin(t, `setInterval(() => say("step", "x".repeat(1000)), 1);`, { options: { maxOutputBytes: 5000 } });
  await assertFails(flood.run.result(), ToolError, "TOOL_OUTPUT_LIMIT");
});

test("a run cuts long lines", async (t) => {
  const { run } = begin(t, `say("step", "x".repeat(100)); say("done");`, { options: { maxLineBytes: 30 } });
  assert.deepEqual(
    (await all(run)).map(({ type }) => type),
    ["odd", "done"],
  );
});

test("a run is recorded byte by byte", async (t) => {
  const { run, folder } = begin(t, `process.stdout.write("a\\r\\n\\n torn");`, { options: { record: "record" } });
  await run.result();
  assert.equal(readFileSync(join(folder, "record"), "utf8"), "a\r\n\n torn");
});

test("a run starts nothing when it cannot be recorded, and settles all the same", (t) => {
  const { binary, folder } = scriptedProgram(t, "tool", `require("node:fs").writeFileSync("mark", "started");`);
  writeFileSync(join(folder, "old"), "");
  const form = formOf();
  const call = { file: binary, args: ["--file=/tmp/x"], cwd: folder, env: {} };
  const asked = { ...call, args: ["go"] };
  assert.throws(() => startRun({ call, asked, stdin: "" }, termsOf({ timeouts: {} }, { record: "old" }), form), {
    code: "TOOL_NOT_STARTED",
    message: /^Recording ".*old" could not be opened .*EEXIST.*\n {2}command: .*tool go\n/,
  });
  assert.equal(form.settlings(), 1);
  assert.ok(!existsSync(join(folder, "mark")));
});

test("a run that never started leaves no recording", async (t) => {
  const aborted = begin(t, "", { options: { record: "record", signal: AbortSignal.abort() } });
  await assertFails(aborted.run.result(), ToolError, "TOOL_ABORTED");
  const form = formOf();
  const call = { file: "/no/such/tool", args: [], cwd: aborted.folder, env: {} };
  const missing = startRun({ call, stdin: "" }, termsOf({ timeouts: {} }, { record: "record" }), form);
  await assertFails(missing.result(), ToolError, "TOOL_NOT_STARTED");
  assert.equal(form.settlings(), 1);
  assert.ok(!existsSync(join(aborted.folder, "record")));
});

test("a run answers what the program asks, when it keeps stdin open", async (t) => {
  const script = `let heard = ""; process.stdin.on("data", (data) => (heard += data)); process.stdin.on("end", () => say("done", heard)); say("ask");`;
  const { run } = begin(t, script, {
    speak: (channel) => void channel.write(" yes").then(() => channel.end()),
  });
  assert.deepEqual(await all(run), [{ type: "done", text: "prompt yes" }]);
});

/** A run that answers `done` by one of the ways to end. */
function beginSpoken(t: TestContext, script: string, onDone: (channel: RunChannel) => void, options?: RunOptions): Begun {
  let channel: RunChannel | undefined;
  return begin(t, script, {
    speak: (opened) => (channel = opened),
    heard: ({ type }) => {
      if (type === "done" && channel !== undefined) onDone(channel);
    },
    ...(options === undefined ? {} : { options }),
  });
}

test("a run that is dismissed when all is said is a good one, also when nobody reads it", async (t) => {
  const { run, settlings } = beginSpoken(t, `say("step"); say("done"); ${hang}`, (channel) => channel.dismiss("It stayed"));
  while (settlings() === 0) await sleep(20);
  assert.deepEqual(await run.result(), { steps: 1, left: "left", exitCode: null });
});

test("a run that may end is a good one when a limit of time ends it, and no other", async (t) => {
  const silence = { timeouts: { silenceMs: 700 } };
  const good = beginSpoken(t, `say("done"); ${hang}`, (channel) => channel.mayEnd(true), silence);
  assert.equal((await good.run.result()).steps, 0);
  const bad = beginSpoken(t, `say("wait"); ${hang}`, (channel) => channel.mayEnd(true), silence);
  await assertFails(bad.run.result(), ToolError, "TOOL_SILENT");
  const aborted = beginSpoken(t, `say("done"); ${hang}`, (channel) => channel.mayEnd(true), { signal: AbortSignal.timeout(700) });
  await assertFails(aborted.run.result(), ToolError, "TOOL_ABORTED");
  const exited = beginSpoken(t, `say("done"); process.exitCode = 2;`, (channel) => channel.mayEnd(true));
  await assertFails(exited.run.result(), ToolError, "TOOL_EXIT");
});

test("what a program says while it is killed makes its end no good one", async (t) => {
  const last = `process.on("SIGTERM", () => { say("done"); process.exit(0); }); say("wait"); ${hang}`;
  for (const end of [(channel: RunChannel) => channel.mayEnd(true), (channel: RunChannel) => channel.dismiss("It stayed")]) {
    const { run } = beginSpoken(t, last, end, { timeouts: { silenceMs: 700 } });
    await assertFails(run.result(), ToolError, "TOOL_SILENT");
  }
});

test("a dismissed run fails all the same when its events say so", async (t) => {
  const { run } = beginSpoken(t, `say("failed", "No model"); say("done"); ${hang}`, (channel) => channel.dismiss("It stayed"));
  const error = await assertFails(run.result(), ToolError, "TOOL_EXIT");
  assert.match(error.message, /^Tool gave up: No model\n/);
});

test("termsOf() refuses unknown options and limits that are none", () => {
  const client = { timeouts: {} };
  for (const options of [{ recrod: "x" }, { record: 1 }, { maxLineBytes: 0 }, { maxOutputBytes: -1 }, { timeouts: { totalMs: 0 } }])
    assert.throws(() => termsOf(client, options as RunOptions), { code: "TOOL_REQUEST" });
});
