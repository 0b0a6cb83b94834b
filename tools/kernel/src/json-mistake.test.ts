import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { findJsonMistake } from "./json-mistake.ts";

const mistakes: readonly (readonly [text: string, offset: number, message: string])[] = [
  ['{"a":x}', 5, 'expected a value, found "x"'],
  ["{a:1}", 1, 'expected a key in double quotes or "}", found "a"'],
  ['{"a":1,}', 7, 'expected a key in double quotes, found "}"'],
  ["[1,]", 3, 'expected a value, found "]"'],
  ["[1 2]", 3, 'expected "," or "]", found "2"'],
  ['{"a" 1}', 5, 'expected ":", found "1"'],
  ['{"a":1]', 6, 'expected "," or "}", found "]"'],
  ['{"a":1} x', 8, 'expected the end of the text, found "x"'],
  ["01", 1, 'expected the end of the text, found "1"'],
  ["[😀]", 1, 'expected a value or "]", found "😀"'],
  ['"a\nb"', 2, "expected a closing quote, found the control character U+000A"],
  ['"\\x"', 1, 'expected an escape of JSON, found "\\x"'],
  ['"\\u12"', 1, 'expected an escape of JSON, found "\\u"'],
  ["\uFEFF{}", 0, 'expected a value, found "\uFEFF"'],
  ["", 0, "the text ends too early"],
  ['{"a":', 5, "the text ends too early"],
  ['{"a":1', 6, "the text ends too early"],
  ['{"a', 3, "the text ends too early"],
  ['"\\u00', 5, "the text ends too early"],
  ["[tru", 4, "the text ends too early"],
  ["[-", 2, "the text ends too early"],
];

for (const [text, offset, message] of mistakes) {
  test(`findJsonMistake() finds offset ${String(offset)} when the text is ${JSON.stringify(text)}`, () => {
    assert.deepEqual(findJsonMistake(text), { offset, message });
  });
}

test("findJsonMistake() finds nothing when the text is rendered JSON", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(0, 2), (value, indent) => {
      assert.equal(findJsonMistake(JSON.stringify(value, null, indent)), undefined);
    }),
  );
});

test("findJsonMistake() agrees with JSON.parse when a JSON text is cut, doubled or altered", () => {
  const altered = fc.tuple(
    fc.json(),
    fc.nat(),
    fc.constantFrom("", ",", "}", "]", '"', ":", "\\", "0", "-", ".", "e", "x", "\n", "\u0000", "\u00A0"),
    fc.boolean(),
  );
  fc.assert(
    fc.property(altered, ([json, place, inserted, isCut]) => {
      const at = place % (json.length + 1);
      const text = `${json.slice(0, at)}${inserted}${isCut ? "" : json.slice(at)}`;
      assert.equal(findJsonMistake(text) === undefined, parses(text), text);
    }),
    { numRuns: 2000 },
  );
});

test("findJsonMistake() finds the end when a rendered object is cut anywhere before its end", () => {
  const text = JSON.stringify({ path: ["exec", "a\\b"], n: -1.5e3, ok: true, none: null, nested: { list: [1, 2] } });
  for (let length = 0; length < text.length; length += 1) {
    const found = findJsonMistake(text.slice(0, length));
    assert(found !== undefined, text.slice(0, length));
    assert(found.offset >= length - 1, `${text.slice(0, length)} at ${String(found.offset)}`);
  }
});

test("findJsonMistake() returns when the text nests deeper than a call stack", () => {
  assert.deepEqual(findJsonMistake("[".repeat(200_000)), { offset: 200_000, message: "the text ends too early" });
});

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
