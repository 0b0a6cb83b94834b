import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { all } from "../scripted-codex.ts";
import { readRecording } from "./recording.ts";

const folder = mkdtempSync(join(tmpdir(), "codex-recordings-"));
after(() => rmSync(folder, { recursive: true }));

test("readRecording() ends lines at LF and CRLF alone, leaves blank ones out and marks a torn one", async () => {
  const text = "a\u2028b\u2029c\rd\u0085e";
  const file = join(folder, "lines");
  writeFileSync(file, `${JSON.stringify({ type: "x" })}\r\n\n \r\n{"type":"y","text":"${text}"}\n{"type":"turn.started"}`);
  const events = await all(readRecording(file));
  assert.deepEqual(events[0], { type: "unknown", raw: { type: "x" }, mistakes: [] });
  // JSON allows U+2028 in a string and a bare CR not.
  assert.deepEqual(events[1], { type: "malformed", line: { text: `{"type":"y","text":"${text}"}` } });
  assert.deepEqual(events[2], { type: "turn.started" });
  assert.equal(events.length, 3);
});

test("readRecording() keeps characters whole that two reads share, and cuts at maxLineBytes", async () => {
  const file = join(folder, "long");
  const text = "ü\u2028".repeat(100_000);
  writeFileSync(file, `${JSON.stringify({ type: "x", text })}\n{"type":"turn.started"}\n`);
  const [event] = await all(readRecording(file));
  assert.ok(event?.type === "unknown" && event.raw["text"] === text);
  const [cut, next] = await all(readRecording(file, { maxLineBytes: 30 }));
  assert.ok(cut?.type === "malformed" && cut.line.defect === "over-limit");
  assert.deepEqual(next, { type: "turn.started" });
});

test("readRecording() throws what the file system throws", async () => {
  await assert.rejects(all(readRecording(join(folder, "none"))), { code: "ENOENT" });
  writeFileSync(join(folder, "empty"), "");
  assert.deepEqual(await all(readRecording(join(folder, "empty"))), []);
});
