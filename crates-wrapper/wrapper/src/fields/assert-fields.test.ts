import assert from "node:assert/strict";
import { test } from "node:test";
import { ToolError } from "../made-up-tool.ts";
import { fieldTools, type KindsOf, shown } from "./assert-fields.ts";

const { assertFields, assertVariant } = fieldTools(ToolError);

interface Request {
  readonly name: string;
  readonly count?: number;
  readonly loud?: boolean;
  readonly debug?: boolean | string;
  readonly files?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly place?: { readonly x: number };
}

const kinds: KindsOf<Request> = {
  name: "TEXT!",
  count: "NUMBER",
  loud: "",
  debug: "[TEXT]",
  files: "TEXT...",
  env: "KEY=TEXT",
  place: "ANY",
};
const refused = (message: string) => ({ name: "ToolError", code: "TOOL_REQUEST", message });

test("assertFields() takes an object whose fields are of their kinds, absent and undefined ones too", () => {
  assertFields({ name: "n", count: 1, loud: true, files: ["f"], env: { A: "1" }, place: 7 }, kinds);
  assertFields({ name: "n", debug: "api" }, kinds);
  assertFields({ name: "n", debug: false }, kinds);
  assertFields({ name: "n", count: undefined, whatever: undefined }, kinds);
});

const refusals = [
  [undefined, "The request is undefined, wanted an object"],
  [["n"], "The request is a list, wanted an object"],
  [{}, 'The request lacks the field "name", wanted a text'],
  [{ name: "n", Count: 1 }, 'The request has the unknown field "Count", did you mean "count"?'],
  [{ name: "n", elsewhere: 1 }, 'The request has the unknown field "elsewhere"; it has name, count, loud, debug, files, env, place'],
  [{ name: 5 }, 'Field "name" of the request is 5, wanted a text'],
  [{ name: "n", count: "1" }, 'Field "count" of the request is "1", wanted a number'],
  [{ name: "n", loud: null }, 'Field "loud" of the request is null, wanted true or false'],
  [{ name: "n", debug: 1 }, 'Field "debug" of the request is 1, wanted true, false or a text'],
  [{ name: "n", files: ["f", 1] }, 'Field "files" of the request is a list, wanted a list of texts'],
  [{ name: "n", env: { A: 1 } }, 'Field "env" of the request is an object, wanted an object of texts'],
] as const;
for (const [object, message] of refusals) {
  test(`assertFields() refuses ${JSON.stringify(object)}`, () => assert.throws(() => assertFields(object, kinds), refused(message)));
}

test("assertFields() says whose fields they are", () => {
  assert.throws(() => assertFields({ a: 1 }, { a: "" }, "The options"), refused('Field "a" of the options is 1, wanted true or false'));
});

test("assertVariant() refuses another type, and the fields of another variant", () => {
  const variants = { id: { id: "TEXT!" }, last: {} } as const;
  assertVariant({ type: "id", id: "1" }, variants, "Field x");
  assertVariant({ type: "last" }, variants, "Field x");
  for (const [value, message] of [
    ["last", 'Field x is "last", wanted an object with the type "id" or "last"'],
    [{ type: "toString" }, 'Field x is an object with the type "toString", wanted an object with the type "id" or "last"'],
    [{ type: "id" }, 'Field x lacks the field "id", wanted a text'],
    [{ type: "last", id: "1" }, 'Field x has the unknown field "id"; it has type'],
  ] as const)
    assert.throws(() => assertVariant(value, variants, "Field x"), refused(message));
});

test("shown() tells a value in a few words", () => {
  const values = [undefined, null, "a", "x".repeat(50), 1, true, [], {}, 1n, () => 1];
  assert.deepEqual(values.map(shown), [
    "undefined",
    "null",
    '"a"',
    `"${"x".repeat(40)}…"`,
    "1",
    "true",
    "a list",
    "an object",
    "a bigint",
    "a function",
  ]);
});
