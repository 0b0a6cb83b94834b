import assert from "node:assert/strict";
import { test } from "node:test";
import { ToolError } from "../made-up-tool.ts";
import { AgentRefusal, assertAgentRequest, refusingUnsupported } from "./agent-refusal.ts";
import type { AgentRequest } from "./agent-request.ts";

const full: Required<AgentRequest> = {
  prompt: "p",
  cwd: "/",
  env: { A: "1" },
  session: { type: "fork", id: "s1" },
  model: "m",
  effort: "high",
  instructions: { type: "append", text: "t" },
  access: "full",
  tools: { allow: ["a"], deny: ["b"] },
  onPermission: () => ({ type: "allow" }),
  mcpServers: { one: { type: "stdio", command: "c", args: ["-x"], env: { B: "2" } }, two: { type: "http", url: "u", headers: { C: "3" } } },
  maxTurns: 1,
  budgetUsd: 0.1,
  outputSchema: { type: "object" },
  timeouts: { totalMs: 1 },
  signal: new AbortController().signal,
  record: "r",
};

test("assertAgentRequest() takes a request with every field, and with the least", () => {
  assertAgentRequest("Tool", full);
  assertAgentRequest("Tool", { prompt: "p" });
  assertAgentRequest("Tool", { prompt: "p", session: { type: "new" } });
});

const odd: readonly (readonly [field: string, value: unknown, why: RegExp])[] = [
  ["prompt", undefined, /^The request lacks the field "prompt", wanted a text$/],
  ["prompt", " \n", /^it is blank/],
  ["prompt", 1, /is 1, wanted a text/],
  ["cwd", 1, /wanted a text/],
  ["env", { A: 1 }, /wanted an object of texts/],
  ["session", { type: "last" }, /with the type "last", wanted an object with the type "new" or "resume" or "continue" or "fork"/],
  ["session", { type: "resume" }, /lacks the field "id"/],
  ["effort", "most", /^it is "most", wanted "minimal" or/],
  ["instructions", { type: "append" }, /lacks the field "text"/],
  ["access", "write", /^it is "write", wanted "read-only" or "edit-workspace" or "full"/],
  ["tools", { allow: "a" }, /wanted a list of texts/],
  ["onPermission", {}, /^it is no function/],
  ["mcpServers", ["a"], /^it is no object of servers/],
  ["mcpServers", { "a.b": { type: "http", url: "u" } }, /^the name "a.b" is not made of letters/],
  ["mcpServers", { a__b: { type: "http", url: "u" } }, /^the name "a__b" is not made of letters/],
  ["mcpServers", { a_: { type: "http", url: "u" } }, /^the name "a_" is not made of letters/],
  ["mcpServers", { a: { type: "sse", url: "u" } }, /wanted an object with the type "stdio" or "http"/],
  ["maxTurns", 1.5, /^it is 1.5, wanted a whole number above 0/],
  ["budgetUsd", -1, /^it is -1, wanted a number above 0/],
  ["outputSchema", "{}", /^it is no object/],
  ["timeouts", 5, /^it is no object of limits/],
  ["signal", {}, /^it is no AbortSignal/],
  ["sandbox", true, /^The request has the unknown field "sandbox"/],
];

test("refusingUnsupported() refuses what a version does not have by its field, and passes other errors on", () => {
  const unit = { path: ["fork"], state: "unknown", installedVersion: "1.0.0", visibleIn: [], hiddenIn: [] } as const;
  const begin = (): never => {
    throw ToolError.forUnsupported(unit);
  };
  for (const [known, field] of [
    ["session", "session"],
    [undefined, "request"],
  ] as const) {
    assert.throws(
      () => refusingUnsupported("Tool", begin, ({ path }) => (path[0] === "fork" ? known : "cwd")),
      (error) => error instanceof AgentRefusal && error.field === field && error.cause instanceof ToolError,
    );
  }
  assert.throws(
    () =>
      refusingUnsupported(
        "Tool",
        () => {
          throw ToolError.forRequest("odd");
        },
        () => "cwd",
      ),
    { code: "TOOL_REQUEST" },
  );
  assert.equal(
    refusingUnsupported(
      "Tool",
      () => 1,
      () => "cwd",
    ),
    1,
  );
});

for (const [field, value, why] of odd) {
  test(`assertAgentRequest() refuses "${field}" that is ${JSON.stringify(value)}`, () => {
    assert.throws(
      () => assertAgentRequest("Tool", { ...full, [field]: value }),
      (error) => {
        assert.ok(error instanceof AgentRefusal);
        assert.deepEqual([error.name, error.code, error.agent, error.field], ["AgentRefusal", "AGENT_REFUSAL", "Tool", field]);
        assert.match(error.why, why);
        return error.message === `Tool refuses "${field}" of the request: ${error.why}`;
      },
    );
  });
}
