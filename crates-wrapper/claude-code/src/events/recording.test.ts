import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import type { ClaudeEvent } from "./event.ts";
import { readRecording } from "./recording.ts";

test("readRecording() gives the events of a file, blank lines aside, and cuts at the limit that it is given", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "claude-code-recording-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "run.jsonl");
  const long = { type: "hologram", x: "y".repeat(100) };
  writeFileSync(file, `{"type":"keep_alive"}\r\n\n  \ngarbage\n${JSON.stringify(long)}\n{"type":"keep_alive"}`);
  const whole = await all(readRecording(file));
  assert.deepEqual(whole, [
    { type: "keep_alive" },
    { type: "malformed", line: { text: "garbage" } },
    { type: "unknown", raw: long, mistakes: [] },
    { type: "keep_alive" },
  ]);
  const cut = await all(readRecording(file, { maxLineBytes: 50 }));
  assert.deepEqual(
    cut.map((event) => (event.type === "malformed" ? event.line.defect : event.type)),
    ["keep_alive", undefined, "over-limit", "keep_alive"],
  );
  await assert.rejects(all(readRecording(join(folder, "missing.jsonl"))), { code: "ENOENT" });
});

async function all(events: AsyncIterable<ClaudeEvent>): Promise<ClaudeEvent[]> {
  const list: ClaudeEvent[] = [];
  for await (const event of events) list.push(event);
  return list;
}
