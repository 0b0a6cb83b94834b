import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { InputError, type Digest } from "@lockstep/kernel";
import fc from "fast-check";
import { zlibSync } from "fflate";
import { applyPatch } from "./apply-patch.ts";
import { encodeBase85 } from "./base85.ts";
import { parsePatch } from "./parse-patch.ts";

const digest: Digest = (algorithm, bytes) => createHash(algorithm).update(bytes).digest("hex");
const utf8 = (value: string): Uint8Array => new TextEncoder().encode(value);

const numbered = Array.from({ length: 20 }, (_, at) => `${String(at + 1)}\n`).join("");
const body = "@@ -4,7 +4,7 @@\n 4\n 5\n 6\n-7\n+seven\n 8\n 9\n 10\n";

test("parsePatch() reads names with prefixes, without, quoted, with times, and several files with prose between them", () => {
  const headers: readonly (readonly [string, string])[] = [
    ["--- a/x.txt\n+++ b/x.txt\n", "x.txt"],
    ["--- x.txt\n+++ x.txt\n", "x.txt"],
    ["--- x.txt.orig\t2026-01-01 00:00:00.000000000 +0000\n+++ x.txt\t2026-01-01 00:00:00.000000000 +0000\n", "x.txt"],
    ["--- a/b/x\n+++ a/b/x\n", "a/b/x"],
    ["--- a/x y\t\n+++ b/x y\t\n", "x y"],
    ['--- "a/\\303\\274"\n+++ "b/\\303\\274"\n', "ü"],
    ["diff --git a/x b/x b/x b/x\n--- a/x b/x\n+++ b/x b/x\n", "x b/x"],
    ["diff --git src/x src/x\nindex 1234567..89abcde 100644\n--- src/x\n+++ src/x\n", "src/x"],
    ["diff --git i/x w/x\n--- i/x\n+++ w/x\n", "x"],
    ["Index: x\r\n=====\r\n--- x\r\n+++ x\r\n", "x"],
  ];
  const patch = headers.map(([header]) => `Some words\n${header}${body}`).join("");
  const files = parsePatch("x.patch", utf8(`${patch}-- \n2.39.5\n`));
  assert.deepEqual(
    files.map(({ path, operation, hunks }) => [path, operation, hunks.length]),
    headers.map(([, path]) => [path, "modify", 1]),
  );
});

test("parsePatch() tells creations and deletions", () => {
  const patch = [
    "--- /dev/null\n+++ b/new\n@@ -0,0 +1 @@\n+x\n",
    "--- a/old\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n",
    "--- n\t1970-01-01 00:00:00.000000000 +0000\n+++ n\t2026-01-01 00:00:00.0 +0000\n@@ -0,0 +1 @@\n+x\n",
    "diff --git a/e b/e\nnew file mode 100755\nindex 0000000..e69de29\n",
    "diff --git a/l b/l\ndeleted file mode 120000\nindex 0000000..e69de29\n--- a/l\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n\\ No newline at end of file\n",
    "diff --git a/m b/m\nold mode 100644\nnew mode 100755\n",
  ].join("");
  const files = parsePatch("x.patch", utf8(patch));
  assert.deepEqual(
    files.map(({ path, operation, oldMode, newMode }) => [path, operation, oldMode, newMode]),
    [
      ["new", "create", undefined, undefined],
      ["old", "delete", undefined, undefined],
      ["n", "create", undefined, undefined],
      ["e", "create", undefined, "100755"],
      ["l", "delete", "120000", undefined],
      ["m", "modify", "100644", "100755"],
    ],
  );
});

const broken: readonly (readonly [string, string, RegExp])[] = [
  ["nothing", "", /"x\.patch" line 1: the patch ends, and changes no file$/u],
  ["prose", "hello\n", /line 2: the patch ends, and changes no file$/u],
  ["a hunk without names", body, /line 1: a hunk comes before the names of its file/u],
  ["names of two files", `--- a/x\n+++ b/y\n${body}`, /line 1: "a\/x" and "b\/y" are not the names of one file$/u],
  [
    "names that differ from the first line",
    `diff --git a/x b/x\n--- a/y\n+++ b/y\n${body}`,
    /line 2: "a\/y" and "b\/y" are not the names/u,
  ],
  ["a rename", "diff --git a/x b/y\nsimilarity index 100%\nrename from x\nrename to y\n", /line 3: a rename cannot be staged$/u],
  ["names of two files after git's words", "diff --git a/x b/y\n", /line 1: the two names are not those of one file/u],
  [
    "a binary file without bytes",
    "diff --git a/x b/x\nindex 1..2 100644\nBinary files a/x and b/x differ\n",
    /line 3: .* does not have the bytes of "x"/u,
  ],
  [
    "a broken binary patch",
    "diff --git a/x b/x\nGIT binary patch\nliteral 5\nHcmV?d00001\n\n",
    /line 6: the binary patch above does not have the 5 bytes/u,
  ],
  [
    "a line of a binary patch that is none",
    "diff --git a/x b/x\nGIT binary patch\nliteral 5\nH\n\n",
    /line 4: is no line of a binary patch$/u,
  ],
  [
    "a hunk that is cut off",
    `--- a/x\n+++ b/x\n${body.slice(0, -4)}`,
    /line 11: the hunk @@ -4,7 \+4,7 @@ ends too early: 1 more of the old lines and 1 more/u,
  ],
  ["a hunk with a wrong line", `--- a/x\n+++ b/x\n${body.replace(" 8", "8")}`, /line 9: the hunk .* ends too early/u],
  ["a hunk with more lines", `--- a/x\n+++ b/x\n${body}+x\n`, /line 12: the hunk before has more lines than its header/u],
  ["a file without hunks", "--- a/x\n+++ b/x\n", /line 3: a hunk's header such as/u],
  ["a merge", "diff --cc x\nindex 1,2..3\n", /line 1: the diff of a merge has no single state before/u],
  ["a submodule", "diff --git a/x b/x\nnew file mode 160000\n", /line 2: the mode 160000 is none of 100644, 100755, 120000$/u],
];
for (const [name, patch, wanted] of broken) {
  test(`parsePatch() refuses ${name}`, () => {
    assert.throws(
      () => parsePatch("x.patch", utf8(patch)),
      (error) => error instanceof InputError && error.code === "PATCH_INVALID" && wanted.test(error.message) && error.hint !== undefined,
    );
  });
}

test("parsePatch() refuses a binary patch whose check sum or size is not that of its bytes", () => {
  const packed = zlibSync(utf8("hello"));
  const patchOf = (bytes: Uint8Array, size: number): Uint8Array =>
    utf8(`diff --git a/x b/x\nGIT binary patch\nliteral ${String(size)}\n${encodeBase85(bytes).join("\n")}\n\n`);
  assert.deepEqual(parsePatch("x", patchOf(packed, 5))[0]?.binary, { method: "literal", bytes: utf8("hello") });
  for (const size of [4, 6]) assert.throws(() => parsePatch("x", patchOf(packed, size)), /does not have the/u);
  const tampered = Uint8Array.from(packed, (byte, at) => (at === packed.length - 1 ? byte ^ 1 : byte));
  assert.throws(() => parsePatch("x", patchOf(tampered, 5)), /does not have the 5 bytes/u);
});

test("parsePatch() throws nothing but what names the line, and applyPatch() nothing at all, whatever is done to a patch", () => {
  const binary = `literal 5\n${encodeBase85(zlibSync(utf8("hello"))).join("\n")}\n\n`;
  const text = `diff --git a/x b/x\nold mode 100644\nnew mode 100755\n--- a/x\n+++ b/x\n${body}`;
  const all = `${text}diff --git "a/\\303\\274" "b/\\303\\274"\nGIT binary patch\n${binary}`;
  assert.equal(parsePatch("x", utf8(all)).length, 2);
  const edit = fc.tuple(
    fc.nat(all.length),
    fc.nat(5),
    fc.constantFrom("", "\n", "+", "-", " ", "@", "\\", '"', "9", "\u00ff", "/dev/null"),
  );
  let read = 0;
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 3 }), (edits) => {
      let edited = all;
      for (const [at, removed, added] of edits) edited = edited.slice(0, at) + added + edited.slice(at + removed);
      try {
        for (const patch of parsePatch("x", Uint8Array.from(Buffer.from(edited, "latin1")))) {
          read += 1;
          applyPatch({ type: "file", bytes: utf8(numbered), mode: "0644" }, patch, digest);
        }
      } catch (error) {
        assert.ok(error instanceof InputError && /^"x" line \d+: /u.test(error.message), String(error));
      }
    }),
    { numRuns: 1000 },
  );
  assert.ok(read > 100);
});
