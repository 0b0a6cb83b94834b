import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { compareAbsentFirst, compareAbsentLast, compareCodePoints, comparePaths, firstOrder } from "./code-point-order.ts";

const wellFormed = fc.string({
  unit: fc.oneof(fc.constantFrom("a", "Z", "-", "\uD7FF", "\uE000", "\uFFFF", "\u{10000}", "\u{1F600}", "\u{10FFFF}"), fc.constant("ab")),
  maxLength: 6,
});

test("compareCodePoints() puts a surrogate pair last when the other has U+E000..U+FFFF", () => {
  for (const high of ["\uE000", "\uFB01", "\uFF5E", "\uFFFF"]) {
    assert(compareCodePoints("\u{1F600}", high) > 0, high);
    assert(compareCodePoints(high, "\u{1F600}") < 0, high);
  }
  assert(compareCodePoints("\uD7FF", "\u{10000}") < 0);
  assert(compareCodePoints("\u{1F600}", "\u{1F601}") < 0);
});

test("compareCodePoints() orders by bytes and not by a locale when case, digits and accents meet", () => {
  assert.deepEqual(["é", "a", "B", "b", "--z", "-z", "10", "9", "a-b", "a"].toSorted(compareCodePoints), [
    "--z",
    "-z",
    "10",
    "9",
    "B",
    "a",
    "a",
    "a-b",
    "b",
    "é",
  ]);
});

test("compareCodePoints() agrees with the order of UTF-8 bytes when strings are well-formed", () => {
  const any = fc.oneof(wellFormed, fc.string({ unit: "binary" }));
  fc.assert(
    fc.property(any, any, (a, b) => {
      assert.equal(Math.sign(compareCodePoints(a, b)), Buffer.compare(Buffer.from(a), Buffer.from(b)));
    }),
    { numRuns: 2000 },
  );
});

test("compareAbsentLast() and compareAbsentFirst() place the absent one when one or both are absent", () => {
  assert.deepEqual(["b", undefined, "a"].toSorted(compareAbsentLast), ["a", "b", undefined]);
  assert(compareAbsentLast(undefined, "a") > 0);
  assert(compareAbsentFirst(undefined, "") < 0);
  assert(compareAbsentFirst("", undefined) > 0);
  assert.equal(compareAbsentLast(undefined, undefined), 0);
  assert.equal(compareAbsentFirst(undefined, undefined), 0);
  assert(compareAbsentFirst("b", "a") > 0);
});

test("comparePaths() compares token by token, a prefix first, when paths are commands", () => {
  const sorted = [[], ["exec"], ["exec", "resume"], ["exec", "resume", "x"], ["exec-server"], ["mcp", "add"], ["mcp-server"]];
  assert.deepEqual(sorted.toReversed().toSorted(comparePaths), sorted);
});

test("comparePaths() is an order with the root first when paths are any", () => {
  const path = fc.array(wellFormed, { maxLength: 3 });
  fc.assert(
    fc.property(path, path, path, (a, b, c) => {
      assert.equal(Math.sign(comparePaths(a, b)), -Math.sign(comparePaths(b, a)) + 0);
      assert.equal(comparePaths(a, b) === 0, JSON.stringify(a) === JSON.stringify(b));
      if (comparePaths(a, b) < 0 && comparePaths(b, c) < 0) assert(comparePaths(a, c) < 0);
      if (a.length > 0) assert(comparePaths([], a) < 0);
      assert(comparePaths(a, [...a, "x"]) < 0);
    }),
  );
});

test("firstOrder() takes the first comparison that decides when several do", () => {
  assert.equal(firstOrder(0, -2, 1), -2);
  assert.equal(firstOrder(0, 0), 0);
});
