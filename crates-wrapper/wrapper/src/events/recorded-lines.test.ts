import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { all } from "../testing/index.ts";
import { isBlank, recordedLines } from "./recorded-lines.ts";

const folder = mkdtempSync(join(tmpdir(), "recorded-lines-"));
after(() => rmSync(folder, { recursive: true }));
const file = join(folder, "lines");

test("recordedLines() ends lines at LF and CRLF alone, leaves blank ones out and marks a torn one", async () => {
  writeFileSync(file, "a\u2028b\rc\r\n\n \r\nlast");
  assert.deepEqual(await all(recordedLines(file)), [{ text: "a\u2028b\rc" }, { text: "last", defect: "unterminated" }]);
});

test("recordedLines() cuts a line at the limit, a blank one too, and goes on", async () => {
  writeFileSync(file, `${"x".repeat(9)}\n${" ".repeat(9)}\nüü\n`);
  assert.deepEqual(await all(recordedLines(file, 4)), [
    { text: "xxxx", defect: "over-limit" },
    { text: "    ", defect: "over-limit" },
    { text: "üü" },
  ]);
});

test("recordedLines() has nothing of an empty file, and throws what the file system throws", async () => {
  writeFileSync(file, "");
  assert.deepEqual(await all(recordedLines(file)), []);
  await assert.rejects(all(recordedLines(join(folder, "none"))), { code: "ENOENT" });
});

test("isBlank() is false for a line that was cut", () => {
  assert.deepEqual([isBlank({ text: " " }), isBlank({ text: "" }), isBlank({ text: "a" })], [true, true, false]);
  assert.equal(isBlank({ text: " ", defect: "over-limit" }), false);
});
