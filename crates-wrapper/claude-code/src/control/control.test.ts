import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { type ControlResponse, parseAnswer } from "./answer.ts";
import { parseAsked } from "./asked.ts";
import { elicitationLine, permissionLine, refusalLine, replyLine } from "./reply.ts";
import { type ControlSubtype, requestLine } from "./request.ts";
import { userLine } from "./user-message.ts";

test("requestLine() and userLine() write one line of JSON each", () => {
  const lines = [
    requestLine("r1", { subtype: "set_model", model: "a\nb" }),
    requestLine("r2", { subtype: "initialize", hooks: { Stop: [{ hookCallbackIds: ["h1"], timeout: 5 }] } }),
    userLine({ content: "grüße\n😀" }),
    userLine({ content: [{ type: "text", text: "See" }], uuid: "u1" }),
  ];
  assert.deepEqual(lines.map(parsed), [
    { type: "control_request", request_id: "r1", request: { subtype: "set_model", model: "a\nb" } },
    {
      type: "control_request",
      request_id: "r2",
      request: { subtype: "initialize", hooks: { Stop: [{ hookCallbackIds: ["h1"], timeout: 5 }] } },
    },
    { type: "user", message: { role: "user", content: "grüße\n😀" }, parent_tool_use_id: null },
    { type: "user", message: { role: "user", content: [{ type: "text", text: "See" }] }, parent_tool_use_id: null, uuid: "u1" },
  ]);
});

test("the answers to what Claude Code asks carry its request id and what is decided", () => {
  const lines = [
    permissionLine("a", { behavior: "allow", updatedInput: { command: "ls" } }),
    permissionLine("b", { behavior: "deny", message: "No", interrupt: true }),
    replyLine("c", { decision: "block", reason: "Because" }),
    elicitationLine("d", { action: "decline" }),
  ];
  const answers = lines.map((line) => {
    const { type, response } = parsed(line) as { type: string; response: { subtype: string; request_id: string; response: unknown } };
    assert.deepEqual([type, response.subtype], ["control_response", "success"]);
    return [response.request_id, response.response];
  });
  assert.deepEqual(answers, [
    ["a", { behavior: "allow", updatedInput: { command: "ls" } }],
    ["b", { behavior: "deny", message: "No", interrupt: true }],
    ["c", { decision: "block", reason: "Because" }],
    ["d", { action: "decline" }],
  ]);
  assert.deepEqual(parsed(refusalLine("f", "Broken")), {
    type: "control_response",
    response: { subtype: "error", request_id: "f", error: "Broken" },
  });
});

test("parseAnswer() gives the answer to a request, with the fields that no schema knows", () => {
  const response = { still_queued: ["u1"], future: 1 };
  assert.deepEqual(parseAnswer("interrupt", success(response)), { type: "answer", answer: response });
  const outcome = parseAnswer("set_permission_mode", success({ mode: "plan" }));
  assert.ok(outcome.type === "answer");
  const mode: string | undefined = outcome.answer.mode;
  assert.equal(mode, "plan");
  assert.deepEqual(parseAnswer("mcp_toggle", success(undefined)), { type: "answer", answer: {} });
});

test("parseAnswer() tells a refusal, and an answer of another shape", () => {
  const failure = { subtype: "error", request_id: "r1", error: "No" } as const;
  assert.deepEqual(parseAnswer("set_model", failure), { type: "refused", message: "No", code: undefined });
  assert.deepEqual(parseAnswer("set_model", { ...failure, error_code: "x" }), { type: "refused", message: "No", code: "x" });
  assert.deepEqual(parseAnswer("mcp_status", success({ mcpServers: [{ name: "a" }] })), {
    type: "unknown",
    raw: { mcpServers: [{ name: "a" }] },
    mistakes: ["/mcpServers/0/status: wanted a value, is absent"],
  });
  assert.deepEqual(parseAnswer("mcp_status", success(undefined)), {
    type: "unknown",
    raw: {},
    mistakes: ["/mcpServers: wanted a value, is absent"],
  });
});

test("parseAsked() knows what Claude Code asks, and keeps what it does not know", () => {
  const asked = { subtype: "elicitation", mcp_server_name: "s", message: "Who?", requested_schema: {}, future: 1 };
  assert.deepEqual(parseAsked(asked), asked);
  assert.deepEqual(parseAsked({ subtype: "dance" }), { subtype: "unknown", raw: { subtype: "dance" }, mistakes: [] });
  const torn = { subtype: "hook_callback", callback_id: "h1", input: { hook_event_name: "Stop", session_id: "s", cwd: "/" } };
  assert.deepEqual(parseAsked(torn), {
    subtype: "unknown",
    raw: torn,
    mistakes: ["/input/transcript_path: wanted a value, is absent"],
  });
});

// Requests that the recorded sessions made, by name; test/events-sessions/talks.ts makes them.
const fixtures = join(import.meta.dirname, "../events/fixtures");
const refused: Readonly<Record<string, readonly string[]>> = {
  "2.1.232": ["get_task_output", "list_permission_rules", "set_permission_mode"],
  "2.1.332": ["set_permission_mode"],
};

for (const version of readdirSync(fixtures)) {
  test(`parseAnswer() knows every answer that Claude Code ${version} gave`, () => {
    const outcomes = readFileSync(join(fixtures, version, "requests.jsonl"), "utf8")
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as { readonly type: string; readonly response: ControlResponse })
      .filter(({ type }) => type === "control_response")
      .map(({ response }) => {
        const subtype = response.request_id.replace(/-\d+$/, "") as ControlSubtype;
        return { subtype, outcome: parseAnswer(subtype, response) };
      });
    assert.equal(new Set(outcomes.map(({ subtype }) => subtype)).size, 30);
    assert.deepEqual(
      outcomes.filter(({ outcome }) => outcome.type === "unknown"),
      [],
    );
    const refusals = outcomes.filter(({ outcome }) => outcome.type === "refused").map(({ subtype }) => subtype);
    assert.deepEqual(refusals.toSorted(), refused[version]);
  });
}

function success(response: Readonly<Record<string, unknown>> | undefined): ControlResponse {
  return { subtype: "success", request_id: "r1", ...(response === undefined ? {} : { response }) };
}

function parsed(line: string): unknown {
  assert.match(line, /^[^\n]+\n$/);
  return JSON.parse(line);
}
