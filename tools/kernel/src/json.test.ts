import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { compareCodePoints } from "./code-point-order.ts";
import { InputError } from "./errors.ts";
import { fingerprintText, jsonMistake, omitAbsent, parseJson, pointerTo, renderJson, sortKeysDeep } from "./json.ts";

function refusalOf(text: string, hint?: string): InputError {
  try {
    parseJson("reports/a.json", text, hint);
  } catch (error) {
    assert(error instanceof InputError);
    return error;
  }
  throw new Error(`parseJson() accepted ${text}`);
}

test("parseJson() lets the last of a repeated key count when a key is repeated", () => {
  assert.deepEqual(parseJson("RULES.json", '{"scope":1,"a":2,"scope":3}'), { scope: 3, a: 2 });
});

const places: readonly (readonly [name: string, text: string, place: string, message: string])[] = [
  ["a word is no value", '{\n  "tool": codex\n}', "line 2, column 11", 'expected a value, found "c"'],
  ["a comma is missing", '{\n  "a": 1\n  "b": 2\n}', "line 3, column 3", 'expected "," or "}", found """'],
  ["a comma is left over", '{\n  "a": [1, 2,]\n}', "line 2, column 14", 'expected a value, found "]"'],
  ["a key has no quotes", "{\n\n  a: 1 }", "line 3, column 3", 'expected a key in double quotes or "}", found "a"'],
  ["the text is cut behind a colon", '{\n  "a":', "line 2, column 7", "the text ends too early"],
  ["the text is cut inside a string", '{\n  "a": "long te', "line 2, column 16", "the text ends too early"],
  ["the text is cut behind a value", '{\n  "a": 1\n', "line 3, column 1", "the text ends too early"],
  ["the text is empty", "", "line 1, column 1", "the text ends too early"],
  ["something follows the document", '{}\n{"a": 1}', "line 2, column 1", 'expected the end of the text, found "{"'],
];
for (const [name, text, place, message] of places) {
  test(`parseJson() names the file, line and column when ${name}`, () => {
    const error = refusalOf(text);
    assert.equal(error.line, `error[JSON_INVALID]: "reports/a.json" at ${place} is not valid JSON: ${message}`);
    assert.equal(error.hint, undefined);
    assert.equal(jsonMistake(text), `${message} at ${place}`);
  });
}

test("parseJson() keeps the hint and the cause when it refuses", () => {
  const error = refusalOf("[", "Generate it again");
  assert.equal(error.hint, "Generate it again");
  assert(error.cause instanceof SyntaxError);
});

test("jsonMistake() finds nothing when the text is JSON", () => {
  assert.equal(jsonMistake(' {"a": [null, -0.5e-3, "\\u00e9"]} \n'), undefined);
});

test("renderJson() indents by two, keeps characters raw and ends with one newline when it renders", () => {
  assert.equal(renderJson({ b: [], a: { é: "→😀" }, none: {} }), '{\n  "b": [],\n  "a": {\n    "é": "→😀"\n  },\n  "none": {}\n}\n');
});

test("pointerTo() escapes ~ and / when a token has them", () => {
  assert.equal(pointerTo(pointerTo("/a", "b/c~d"), 3), "/a/b~1c~0d/3");
  assert.equal(pointerTo("", "~1"), "/~01");
});

test("omitAbsent() drops undefined alone and keeps the order when values are null, false, empty or absent", () => {
  const shape = omitAbsent({ z: null, y: undefined, x: false, w: "", v: 0, u: undefined, t: [] });
  assert.deepEqual(Object.entries(shape), [
    ["z", null],
    ["x", false],
    ["w", ""],
    ["v", 0],
    ["t", []],
  ]);
});

test("sortKeysDeep() orders keys by code point at every depth when objects are inside lists", () => {
  const sorted = sortKeysDeep([{ "\u{1F600}": 1, "\uFF5E": { b: 1, B: 2, a: [{ d: 1, c: 2 }] } }]);
  assert.equal(JSON.stringify(sorted), '[{"\uFF5E":{"B":2,"a":[{"c":2,"d":1}],"b":1},"\u{1F600}":1}]');
});

test("sortKeysDeep() keeps the value and sorts every object when the value is any JSON", () => {
  const key = fc.string({ unit: "grapheme" }).filter((text) => !/^\d+$/.test(text) && text !== "__proto__");
  const { value: json } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.integer(),
      fc.string(),
      fc.constant(null),
      fc.array(tie("value")),
      fc.dictionary(key, tie("value"), { noNullPrototype: true }),
    ),
  }));
  fc.assert(
    fc.property(json, (value) => {
      const sorted = sortKeysDeep(value);
      assert.deepEqual(sorted, value);
      JSON.stringify(sorted, (_key, item: unknown) => {
        if (typeof item === "object" && item !== null && !Array.isArray(item))
          assert.deepEqual(Object.keys(item), Object.keys(item).toSorted(compareCodePoints));
        return item;
      });
    }),
  );
});

test("fingerprintText() is equal when only the order of keys differs, and differs when the order of items does", () => {
  assert.equal(fingerprintText({ a: 1, b: { d: [1, 2], c: 2 } }), fingerprintText({ b: { c: 2, d: [1, 2] }, a: 1 }));
  assert.notEqual(fingerprintText([1, 2]), fingerprintText([2, 1]));
});
