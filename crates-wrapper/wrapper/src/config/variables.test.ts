import assert from "node:assert/strict";
import { test } from "node:test";
import { ToolError } from "../made-up-tool.ts";
import { variableTools } from "./variables.ts";

const { environmentOf } = variableTools(ToolError);

test("environmentOf() completes the variables that have a value", () => {
  const complete = (own: Readonly<Record<string, string>>) => ({ PATH: "/bin", ...own });
  const own = { A: "1", B: undefined } as unknown as Readonly<Record<string, string>>;
  assert.deepEqual(environmentOf(own, complete), { PATH: "/bin", A: "1" });
  assert.deepEqual(environmentOf(undefined, complete), { PATH: "/bin" });
});

test("environmentOf() refuses what is no text, and what no process can be given", () => {
  const keep = (own: Readonly<Record<string, string>>) => own;
  assert.throws(() => environmentOf({ A: 1 as unknown as string }, keep), {
    code: "TOOL_REQUEST",
    message: 'Variable "A" of "env" is no text but a number',
  });
  for (const torn of [{ A: "\0" }, { "A\0": "" }])
    assert.throws(() => environmentOf(torn, keep), { code: "TOOL_REQUEST", message: /^Variable "A.*" has a NUL character/ });
});
