import assert from "node:assert/strict";
import { test } from "node:test";
import { mistake, mistakesOf, type SchemaError } from "./mistakes.ts";

const value = { a: 1, b: { "c/d": "x".repeat(50) }, e: null, f: [] };
const cases: readonly (readonly [error: SchemaError, text: string])[] = [
  [{ instancePath: "", keyword: "type", params: { type: "array" } }, "/: wanted array, is object"],
  [{ instancePath: "/a", keyword: "type", params: { type: ["string", "null"] } }, "/a: wanted string or null, is number"],
  [{ instancePath: "/b", keyword: "required", params: { missingProperty: "z" } }, "/b/z: wanted a value, is absent"],
  [{ instancePath: "/b/c~1d", keyword: "const", params: { allowedValue: "y" } }, '/b/c~1d: wanted "y", is string'],
  [{ instancePath: "/e", keyword: "enum", params: { allowedValues: ["x", "y"] } }, "/e: wanted one of x, y, is null"],
  [{ instancePath: "/f", keyword: "minItems", params: {} }, "/f: wanted another shape, is array"],
  [{ instancePath: "/a/b", keyword: "minItems", params: {} }, "/a/b: wanted another shape, is absent"],
];
for (const [error, text] of cases) {
  test(`mistakesOf() says "${text}"`, () => assert.deepEqual(mistakesOf([error], value), [text]));
}

test("mistakesOf() leaves out what each of alternatives misses, and what comes after ten", () => {
  const choice = { instancePath: "/b", keyword: "oneOf", params: {} };
  const inside = { instancePath: "/b/c", keyword: "required", params: { missingProperty: "z" } };
  assert.deepEqual(mistakesOf([inside, choice], value), ["/b: wanted another shape, is object"]);
  assert.equal(
    mistakesOf(
      Array.from({ length: 20 }, () => inside),
      value,
    ).length,
    10,
  );
  assert.deepEqual([mistakesOf(null, value), mistakesOf(undefined, value)], [[], []]);
});

test("mistake() quotes short texts alone", () => {
  assert.equal(mistake("/a", "object", "text"), '/a: wanted object, is "text"');
  assert.equal(mistake("/a", "object", "x".repeat(41)), "/a: wanted object, is string");
});
