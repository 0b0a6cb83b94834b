import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { LineSplitter } from "./line-splitter.ts";

test("LineSplitter gives the same lines wherever the bytes are split", () => {
  const text = fc.array(fc.constantFrom("a", "ä", "😀", "\n", "\r\n", "\r"), { maxLength: 40 }).map((parts) => parts.join(""));
  fc.assert(
    fc.property(text, fc.array(fc.nat(80)), (whole, cuts) => {
      const bytes = Buffer.from(whole);
      const splitter = new LineSplitter(1000);
      const bounds = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)).toSorted((a, b) => a - b), bytes.length];
      const lines = bounds.slice(1).flatMap((to, i) => splitter.push(bytes.subarray(bounds[i], to)));
      const texts = [...lines, ...splitter.end()].map((line) => line.text);
      const wanted = whole.split("\n");
      if (wanted.at(-1) === "") wanted.pop();
      assert.deepEqual(
        texts,
        wanted.map((line) => line.replace(/\r$/, "")),
      );
    }),
  );
});

test("LineSplitter marks lines over the limit and the unterminated end", () => {
  const splitter = new LineSplitter(3);
  assert.deepEqual(splitter.push(Buffer.from("abc\nabcd\nab")), [{ text: "abc" }, { text: "abc", defect: "over-limit" }]);
  assert.deepEqual(splitter.end(), [{ text: "ab", defect: "unterminated" }]);
  assert.deepEqual(splitter.end(), []);
});
