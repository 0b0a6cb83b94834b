import assert from "node:assert/strict";
import { test } from "node:test";
import { isKeyOf, mistakesOfType, objectOn } from "./raw-line.ts";

test("objectOn() is the object on a whole line, and nothing else", () => {
  assert.deepEqual(objectOn({ text: ' {"a":[1]} ' }), { a: [1] });
  assert.deepEqual(objectOn({ text: '{"a":1}', defect: "unterminated" }), { a: 1 });
  for (const text of ["", "[1]", "1", "null", '"a"', "{", "words"]) assert.equal(objectOn({ text }), undefined, text);
  assert.equal(objectOn({ text: '{"a":1}', defect: "over-limit" }), undefined);
});

test("mistakesOfType() forgives an unknown type, and not one that is no text", () => {
  assert.deepEqual(mistakesOfType("new"), []);
  assert.deepEqual(mistakesOfType(undefined), ["/type: wanted string, is absent"]);
});

test("isKeyOf() knows the rows of a table, and not what every object inherits", () => {
  const table = { a: 1 };
  assert.deepEqual(
    ["a", "b", "toString", 1, undefined].map((key) => isKeyOf(table, key)),
    [true, false, false, false, false],
  );
});
