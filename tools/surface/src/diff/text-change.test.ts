import assert from "node:assert/strict";
import { test } from "node:test";
import { textChange } from "./text-change.ts";

test("a text that came or went is a change where the same kinds of evidence tell of the unit", () => {
  const [none, some] = [{ text: undefined, sources: ["help"] } as const, { text: "Runs.", sources: ["help"] } as const];
  assert.deepEqual(textChange(none, some), [{ before: null, after: "Runs.", message: "has a description, had none" }]);
  assert.deepEqual(textChange(some, none), [{ before: "Runs.", after: null, message: "has no description, had one" }]);
  assert.deepEqual(textChange(none, none), []);
  assert.deepEqual(textChange({ text: undefined }, { text: undefined }), []);
});

test("a text that other evidence tells is no change, and other words are one in any case", () => {
  assert.deepEqual(textChange({ text: undefined, sources: ["completion"] }, { text: "Runs.", sources: ["help"] }), []);
  assert.deepEqual(textChange({ text: "Runs.", sources: ["completion"] }, { text: "Runs it.", sources: ["help"] }), [
    { before: "Runs.", after: "Runs it.", message: "is described in other words" },
  ]);
  assert.deepEqual(textChange({ text: "Runs.", sources: ["completion"] }, { text: "Runs.", sources: ["help"] }), []);
});
