import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { type Digest } from "@lockstep/kernel";
import fc from "fast-check";
import type { StoredState } from "../change-plan.ts";
import { storeContent, toByteString } from "../content/stored-content.ts";
import { applyHunks } from "./apply-hunks.ts";
import { decodeBase85, encodeBase85 } from "./base85.ts";
import { parsePatch } from "./parse-patch.ts";
import { quoteName, readQuotedName } from "./quoted-name.ts";
import { renderFileDiff } from "./render-file-diff.ts";
import { renderHunks } from "./text-hunks.ts";

const digest: Digest = (algorithm, bytes) => createHash(algorithm).update(bytes).digest("hex");
const utf8 = (value: string): Uint8Array => new TextEncoder().encode(value);
const absent = { type: "absent" } as const;
const EMPTY = "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391";
const NONE = "0".repeat(40);

function file(content: string | Uint8Array, mode = "0644"): StoredState {
  const bytes = typeof content === "string" ? utf8(content) : content;
  return { type: "file", sha256: digest("sha256", bytes), sizeBytes: bytes.length, mode, content: storeContent(bytes) };
}

const diffs: readonly (readonly [string, string, StoredState, StoredState, readonly string[]])[] = [
  [
    "changed text",
    "a.txt",
    file("a\nb\n"),
    file("a\nc\n"),
    [
      "diff --git a/a.txt b/a.txt",
      `index ${sha1("a\nb\n")}..${sha1("a\nc\n")} 100644`,
      "--- a/a.txt",
      "+++ b/a.txt",
      "@@ -1,2 +1,2 @@",
      " a",
      "-b",
      "+c",
    ],
  ],
  [
    "a file without a newline at its end, made executable",
    "a b",
    file("x"),
    file("y", "0755"),
    [
      "diff --git a/a b b/a b",
      "old mode 100644",
      "new mode 100755",
      `index ${sha1("x")}..${sha1("y")}`,
      "--- a/a b\t",
      "+++ b/a b\t",
      "@@ -1 +1 @@",
      "-x",
      "\\ No newline at end of file",
      "+y",
      "\\ No newline at end of file",
    ],
  ],
  ["a mode alone", "a b", file("x", "0755"), file("x", "0600"), ['diff --git "a/a b" "b/a b"', "old mode 100755", "new mode 100644"]],
  ["permission bits that git does not know", "a", file("x", "0644"), file("x", "0600"), []],
  ["no change", "a", file("x"), file("x"), []],
  ["a new empty file", "a", absent, file(""), ["diff --git a/a b/a", "new file mode 100644", `index ${NONE}..${EMPTY}`]],
  [
    "an empty executable that goes",
    "a",
    file("", "0755"),
    absent,
    ["diff --git a/a b/a", "deleted file mode 100755", `index ${EMPTY}..${NONE}`],
  ],
  [
    "CRLF and a byte order mark in a new file with an odd name",
    'ü\t"',
    absent,
    file("\ufeffa\r\n"),
    [
      'diff --git "a/ü\\t\\"" "b/ü\\t\\""',
      "new file mode 100644",
      `index ${NONE}..${sha1("\ufeffa\r\n")}`,
      "--- /dev/null",
      '+++ "b/ü\\t\\""',
      "@@ -0,0 +1 @@",
      "+\ufeffa\r",
    ],
  ],
  [
    "a link that goes",
    "l",
    { type: "link", target: "x" },
    absent,
    [
      "diff --git a/l b/l",
      "deleted file mode 120000",
      `index ${sha1("x")}..${NONE}`,
      "--- a/l",
      "+++ /dev/null",
      "@@ -1 +0,0 @@",
      "-x",
      "\\ No newline at end of file",
    ],
  ],
];
for (const [name, path, before, after, lines] of diffs) {
  test(`renderFileDiff() shows ${name}`, () => {
    assert.equal(renderFileDiff({ path, before, after }, digest), lines.map((line) => `${line}\n`).join(""));
  });
}

function sha1(text: string): string {
  return digest("sha1", utf8(`blob ${String(utf8(text).length)}\0${text}`));
}

test("renderFileDiff() shows bytes that are no text with both contents", () => {
  const diff = renderFileDiff({ path: "a", before: file("text\n"), after: file(Uint8Array.of(0, 255)) }, digest);
  assert.match(
    diff,
    /^diff --git a\/a b\/a\nindex [0-9a-f]{40}\.\.[0-9a-f]{40} 100644\nGIT binary patch\nliteral 2\n\S+\n\nliteral 5\n\S+\n\n$/u,
  );
});

test("renderHunks() makes one hunk of what differs when the shortest diff would take too long", () => {
  const lines = (letter: string, count: number): string => Array.from({ length: count }, (_, at) => `${letter}${String(at)}\n`).join("");
  const same = { head: lines("head", 50), tail: lines("tail", 50) };
  for (const end of ["", "no newline"]) {
    const before = same.head + lines("a", 4000) + same.tail + end;
    const after = same.head + lines("b", 3000) + same.tail + end;
    const hunks = renderHunks(before, after);
    assert.match(hunks, /^@@ -48,4006 \+48,3006 @@\n head47\n head48\n head49\n-a0\n/u);
    const [patch] = parsePatch("x", utf8(`--- a\n+++ a\n${hunks}`));
    assert.deepEqual(applyHunks(before, patch?.hunks ?? []), { type: "applied", text: after });
    const [other] = parsePatch("x", utf8(`--- a\n+++ a\n${renderHunks(lines("a", 4000) + end, lines("b", 4000))}`));
    assert.deepEqual(applyHunks(lines("a", 4000) + end, other?.hunks ?? []), { type: "applied", text: lines("b", 4000) });
  }
});

test("encodeBase85() and decodeBase85() keep all bytes", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 130 }), (bytes) => {
      const decoded = encodeBase85(bytes).map((line) => [...(decodeBase85(line) ?? [Number.NaN])]);
      assert.deepEqual(decoded.flat(), [...bytes]);
    }),
  );
  for (const line of ["", "A", "A0000", "!00000", "A 0000", "A~~~~~", "z00000"]) assert.equal(decodeBase85(line), undefined, line);
});

test("readQuotedName() reads what quoteName() writes", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (name) => {
      fc.pre(name.isWellFormed() && !name.includes("\0"));
      const quoted = toByteString(utf8(quoteName(name, true)));
      if (quoted.startsWith('"')) assert.deepEqual(readQuotedName(`${quoted} x`), { name, rest: " x" });
      else assert.equal(quoteName(name, true), name);
    }),
  );
  assert.deepEqual(readQuotedName('"\\303\\274"'), { name: "ü", rest: "" });
  for (const text of ['"', '"a', '"\\q"', '"\\377"']) assert.equal(readQuotedName(text), undefined, text);
});
