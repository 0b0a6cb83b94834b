import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { type Digest } from "@lockstep/kernel";
import { applyDelta } from "./apply-delta.ts";
import { applyHunks } from "./apply-hunks.ts";
import { applyPatch, type PatchedState } from "./apply-patch.ts";
import type { FilePatch } from "./file-patch.ts";
import { parsePatch } from "./parse-patch.ts";

const digest: Digest = (algorithm, bytes) => createHash(algorithm).update(bytes).digest("hex");
const utf8 = (value: string): Uint8Array => new TextEncoder().encode(value);
const absent = { type: "absent" } as const;
const EMPTY = "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391";

const numbered = Array.from({ length: 20 }, (_, at) => `${String(at + 1)}\n`).join("");
const body = "@@ -4,7 +4,7 @@\n 4\n 5\n 6\n-7\n+seven\n 8\n 9\n 10\n";
const seventh = numbered.replace("7\n", "seven\n");

test("applyDelta() refuses what is for other bytes or broken", () => {
  const base = utf8("abcdef");
  assert.deepEqual(applyDelta(base, Uint8Array.of(6, 4, 0x91, 1, 2, 2, 120, 121)), utf8("bcxy"));
  for (const delta of [
    [],
    [5, 2, 0x91, 0, 2],
    [6, 2, 0x91, 5, 2],
    [6, 2, 0],
    [6, 3, 0x91, 0, 2],
    [6, 1, 0x91, 0, 2],
    [6, 2, 2, 120],
    [6, 2, 0x91],
  ]) {
    assert.equal(applyDelta(base, Uint8Array.from(delta)), undefined, JSON.stringify(delta));
  }
});

function sha1(text: string): string {
  return digest("sha1", utf8(`blob ${String(utf8(text).length)}\0${text}`));
}

function hunksOf(text: string): FilePatch["hunks"] {
  return parsePatch("x", utf8(`--- a/x\n+++ b/x\n${text}`))[0]?.hunks ?? [];
}

const applied: readonly (readonly [string, string, string, string])[] = [
  ["where it says", numbered, body, seventh],
  ["further down when that is the only place", `0\n${numbered}`, body, `0\n${seventh}`],
  ["further up when that is the only place", numbered.slice(4), body, seventh.slice(4)],
  ["where it says though other places fit", "a\nx\nb\na\nx\nb\n", "@@ -4,3 +4,3 @@\n a\n-x\n+y\n b\n", "a\nx\nb\na\ny\nb\n"],
  ["to an empty line of context without its space", "a\n\nb\n", "@@ -1,3 +1,3 @@\n a\n\n-b\n+c\n", "a\n\nc\n"],
  ["to a last line without a newline", "a\nb", "@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+c\n", "a\nc\n"],
  ["to CRLF", "a\r\nb\r\n", "@@ -1,2 +1,2 @@\n a\r\n-b\r\n+c\r\n", "a\r\nc\r\n"],
  ["to bytes that are no UTF-8", "\u00ff\n", "@@ -1 +1 @@\n-\u00ff\n+b\n", "b\n"],
];
for (const [name, source, patch, wanted] of applied) {
  test(`applyHunks() applies a hunk ${name}`, () => {
    // One character of the texts is one byte here.
    const hunks = parsePatch("x", Uint8Array.from(Buffer.from(`--- a/x\n+++ b/x\n${patch}`, "latin1")))[0]?.hunks ?? [];
    assert.deepEqual(applyHunks(source, hunks), { type: "applied", text: wanted });
  });
}

const unfit: readonly (readonly [string, string, string, RegExp])[] = [
  [
    "another line",
    numbered.replace("5\n", "five\n"),
    body,
    /^does not fit in hunk 1 \(@@ -4,7 \+4,7 @@\): line 5 of the file is "five", and line 5 of the patch wants "5"$/u,
  ],
  ["no such line", "4\n5\n", body, /line 4 of the file does not exist, and line 4 of the patch wants "4"$/u],
  [
    "a missing newline",
    "a\nb",
    "@@ -1,2 +1,2 @@\n a\n-b\n+c\n",
    /line 2 of the file is "b" without a newline, and line 5 of the patch wants "b"$/u,
  ],
  [
    "several places",
    "a\nx\nb\n".repeat(2),
    "@@ -9,3 +9,3 @@\n a\n-x\n+y\n b\n",
    /its lines are not at line 9, but at several others: 1, 4$/u,
  ],
  ["letters beyond ASCII", "\u00c3\u00bc\n", "@@ -1 +1 @@\n-ö\n+o\n", /line 1 of the file is "ü", and line 4 of the patch wants "ö"$/u],
  ["CRLF", numbered.replaceAll("\n", "\r\n"), body, /is "4\\r", and line 4 of the patch wants "4"$/u],
  [
    "lines after what is the end in the patch",
    "a\nb\nc\n",
    "@@ -1,2 +1,3 @@\n a\n b\n+x\n",
    /no context after its changes, so that the file has to end there, but line 3 follows$/u,
  ],
  ["lines before what is the start in the patch", "0\na\nb\n", "@@ -1,2 +1,3 @@\n+x\n a\n b\n", /line 1 of the file is "0"/u],
  ["a creation of what is there", "a\n", "@@ -0,0 +1 @@\n+x\n", /but line 1 follows$/u],
  [
    "hunks in the wrong order",
    numbered,
    `${body}@@ -1,3 +1,3 @@\n 1\n-2\n+two\n 3\n`,
    /^does not fit in hunk 2 .* it is about lines before the end of the hunk before it$/u,
  ],
];
for (const [name, source, patch, wanted] of unfit) {
  test(`applyHunks() refuses ${name}`, () => {
    const outcome = applyHunks(source, hunksOf(patch));
    assert.match(outcome.type === "failed" ? outcome.message : "applied", wanted);
  });
}

const states: readonly (readonly [string, PatchedState, Partial<FilePatch>, string | PatchedState])[] = [
  [
    "a creation where something is",
    { type: "file", bytes: utf8("x"), mode: "0644" },
    { operation: "create" },
    "creates the file, which exists",
  ],
  ["a change of nothing", absent, {}, "changes a file that does not exist"],
  ["a deletion of nothing", absent, { operation: "delete" }, "deletes a file that does not exist"],
  ["a new link", absent, { operation: "create", newMode: "120000" }, "makes a link, and only files can be made"],
  [
    "a deletion that leaves lines",
    { type: "file", bytes: utf8("x"), mode: "0644" },
    { operation: "delete" },
    "deletes the file, and leaves some of its lines",
  ],
  ["a change of a link", { type: "link", target: "x" }, {}, "changes a file, which is a link"],
  [
    "a deletion of a link that is a file",
    { type: "file", bytes: utf8("x"), mode: "0644" },
    { operation: "delete", oldMode: "120000" },
    "deletes a link, which is a file",
  ],
  [
    "a binary patch for other bytes",
    { type: "file", bytes: utf8("x"), mode: "0644" },
    { oldId: EMPTY, binary: { method: "literal", bytes: utf8("y") } },
    `is for the blob ${EMPTY}, and the file is ${sha1("x")}`,
  ],
  [
    "a binary patch that leaves other bytes than it says",
    { type: "file", bytes: utf8("x"), mode: "0644" },
    { newId: EMPTY, binary: { method: "literal", bytes: utf8("y") } },
    `leaves the blob ${sha1("y")}, and says ${EMPTY}`,
  ],
  [
    "an executable file",
    { type: "file", bytes: utf8("x"), mode: "0700" },
    { newMode: "100755" },
    { type: "file", bytes: utf8("x"), mode: "0700" },
  ],
  [
    "a file made executable",
    { type: "file", bytes: utf8("x"), mode: "0600" },
    { newMode: "100755" },
    { type: "file", bytes: utf8("x"), mode: "0755" },
  ],
  [
    "a file no longer executable",
    { type: "file", bytes: utf8("x"), mode: "0700" },
    { newMode: "100644" },
    { type: "file", bytes: utf8("x"), mode: "0644" },
  ],
  [
    "a read-only file without a mode",
    { type: "file", bytes: utf8("x"), mode: "0444" },
    {},
    { type: "file", bytes: utf8("x"), mode: "0444" },
  ],
];
for (const [name, before, patch, wanted] of states) {
  test(`applyPatch() decides on ${name}`, () => {
    const outcome = applyPatch(before, { path: "x", operation: "modify", hunks: [], ...patch }, digest);
    assert.deepEqual(outcome, typeof wanted === "string" ? { type: "failed", message: wanted } : { type: "applied", after: wanted });
  });
}
