import assert from "node:assert/strict";
import { test } from "node:test";
import { type LineStream, streamLines } from "@lockstep/runtime";
import { countEvents, noEvents } from "./counts.ts";
import { type CodexEvent, parseEvent } from "./event.ts";

// Real processes that print as codex does, or worse.
const started = { type: "thread.started", thread_id: "t1" };
const turn = { type: "turn.started" };
const message = { type: "item.completed", item: { id: "item_0", type: "agent_message", text: "grüße 😀" } };

test("events survive chunks that end anywhere, CRLF, and a last line without an end", async () => {
  const { events } = await read(`
    const bytes = Buffer.from(${JSON.stringify([started, turn, message].map((event) => JSON.stringify(event)).join("\r\n"))});
    for (let at = 0; at < bytes.length; at += 7) { out(bytes.subarray(at, at + 7)); pause(1); }`);
  assert.deepEqual(events, [started, turn, message]);
});

test("a torn line is malformed and the events around it are known", async () => {
  const { events } = await read(`
    out('${JSON.stringify(started)}\\n{"type":"turn.st\\n${JSON.stringify(turn)}\\n{"type":"item.completed","item":{"id":"i"');`);
  assert.deepEqual(events, [
    started,
    { type: "malformed", line: { text: '{"type":"turn.st' } },
    turn,
    { type: "malformed", line: { text: '{"type":"item.completed","item":{"id":"i"', defect: "unterminated" } },
  ]);
});

test("stderr between and within lines never gets into events, and is kept", async () => {
  const { events, stderr } = await read(`
    const text = ${JSON.stringify(`${JSON.stringify(started)}\n${JSON.stringify(message)}\n`)};
    for (let at = 0; at < text.length; at += 10) { out(text.slice(at, at + 10)); err("ERROR codex_core: part " + at + "\\n"); }`);
  assert.deepEqual(events, [started, message]);
  assert.match(stderr, /^ERROR codex_core: part 0\nERROR codex_core: part 10\n/);
});

test("a line over the limit is malformed, one below it is an event, and what follows is read on", async () => {
  const { events } = await read(`
    const line = (size) => '{"type":"item.completed","item":{"id":"i","type":"agent_message","text":"' + "x".repeat(size) + '"}}\\n';
    const print = (text) => { for (let at = 0; at < text.length; at += 65536) out(text.slice(at, at + 65536)); };
    print(line(17 * 1024 * 1024));
    print(line(15 * 1024 * 1024));
    out('${JSON.stringify(turn)}\\n');`);
  const [cut, whole, last] = events;
  assert.ok(cut?.type === "malformed");
  assert.deepEqual([cut.line.defect, cut.line.text.length], ["over-limit", 16 * 1024 * 1024]);
  assert.ok(whole?.type === "item.completed" && whole.item.type === "agent_message");
  assert.equal(whole.item.text.length, 15 * 1024 * 1024);
  assert.deepEqual(last, turn);
  const { unknownEvents, unknownItems, malformedLines } = events.reduce(countEvents, noEvents);
  assert.deepEqual([unknownEvents, unknownItems, malformedLines], [0, 0, 1]);
});

/** Runs a script to its end and reads its events. */
async function read(script: string): Promise<{ readonly events: readonly CodexEvent[]; readonly stderr: string }> {
  const stream: LineStream = streamLines({
    file: process.execPath,
    args: ["-e", `${prelude}${script}`],
    env: {},
    totalMs: 30_000,
  });
  const events: CodexEvent[] = [];
  for await (const line of stream) events.push(parseEvent(line));
  const { type, exitCode, stderr } = await stream.outcome;
  assert.deepEqual([type, exitCode], ["exited", 0], stderr);
  return { events, stderr };
}

const prelude = `
  const { writeSync } = require("node:fs");
  const write = (fd, data) => {
    let rest = Buffer.from(data);
    while (rest.length > 0) {
      try { rest = rest.subarray(writeSync(fd, rest)); } catch (error) { if (error.code !== "EAGAIN") throw error; }
    }
  };
  const out = (data) => write(1, data);
  const err = (data) => write(2, data);
  const pause = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);`;
