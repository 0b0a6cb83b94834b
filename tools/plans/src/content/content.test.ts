import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { fromByteString, readContent, storeContent, toByteString } from "./stored-content.ts";

const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 60 }),
  fc.string({ unit: "binary", maxLength: 40 }).map((text) => new TextEncoder().encode(text)),
);

test("storeContent() and readContent() keep all bytes through JSON", () => {
  fc.assert(
    fc.property(bytes, (value) => {
      const stored = JSON.parse(JSON.stringify(storeContent(value))) as ReturnType<typeof storeContent>;
      assert.deepEqual(readContent(stored), Uint8Array.from(value));
      assert.deepEqual(fromByteString(toByteString(value)), Uint8Array.from(value));
    }),
  );
});

test("storeContent() keeps text as text, byte order mark and CRLF included", () => {
  assert.deepEqual(storeContent(new TextEncoder().encode("\ufeffa\r\nb")), { encoding: "utf8", data: "\ufeffa\r\nb" });
  assert.deepEqual(storeContent(new Uint8Array(0)), { encoding: "utf8", data: "" });
});

test("storeContent() takes NUL, UTF-16 and broken UTF-8 for binary", () => {
  for (const value of [[0], [0xff, 0xfe, 0x61, 0], [0xc3]]) assert.equal(storeContent(Uint8Array.from(value)).encoding, "base64");
});

test("storeContent() takes more bytes than a call has arguments", () => {
  const large = new Uint8Array(300_000).fill(0xff);
  assert.deepEqual(readContent(storeContent(large)), large);
});

test("readContent() refuses what storeContent() does not write", () => {
  for (const data of ["a", "AB==", "AA= =", "!!!!"]) assert.equal(readContent({ encoding: "base64", data }), undefined, data);
  for (const data of ["a\0", "\ud800"]) assert.equal(readContent({ encoding: "utf8", data }), undefined, data);
});
