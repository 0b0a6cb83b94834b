import assert from "node:assert/strict";
import { test } from "node:test";
import { type ClaudeEvent, isProgress, parseEvent } from "./event.ts";

const ids = { uuid: "u1", session_id: "s1" };
const usage = { input_tokens: 5, output_tokens: 2, cache_creation_input_tokens: 0, cache_read_input_tokens: 3 };
const message = { id: "m1", role: "assistant", model: "claude-x", content: [{ type: "text", text: "hi" }], stop_reason: null, usage };
const assistant = { type: "assistant", message, parent_tool_use_id: null, ...ids };
const toolResult = { type: "tool_result", tool_use_id: "t1", content: "done" };
const user = { type: "user", message: { role: "user", content: [toolResult] }, parent_tool_use_id: null, ...ids };
const retry = {
  type: "system",
  subtype: "api_retry",
  attempt: 1,
  max_retries: 2,
  retry_delay_ms: 5,
  error_status: null,
  error: "unknown",
  ...ids,
};
const turn = { is_error: false, num_turns: 1, stop_reason: "end_turn", duration_ms: 1, duration_api_ms: 1, total_cost_usd: 0.5, usage };
const success = { type: "result", subtype: "success", result: "hi", ...turn, modelUsage: {}, permission_denials: [], ...ids };
const stopped = { ...success, subtype: "error_max_turns", result: undefined, errors: ["no"], is_error: true };
const delta = { type: "content_block_delta", index: 0, delta: { type: "text_delta", text: "h" } };
const part = { type: "stream_event", event: delta, parent_tool_use_id: null, ...ids };
const asking = {
  type: "control_request",
  request_id: "r1",
  request: { subtype: "can_use_tool", tool_name: "Bash", input: { command: "ls" }, tool_use_id: "t1" },
};
const answered = { type: "control_response", response: { subtype: "success", request_id: "r2", response: { mode: "plan" } } };
const known = [assistant, user, retry, success, stopped, part, asking, answered, { type: "keep_alive" }];

test("parseEvent() gives the object itself for each known event, with the fields that no schema knows", () => {
  for (const object of known) {
    assert.deepEqual(parse(object), JSON.parse(JSON.stringify(object)));
    const more = { ...object, future: { x: 1 } };
    assert.deepEqual(parse(more), JSON.parse(JSON.stringify(more)));
  }
  const nested = { ...assistant, message: { ...message, content: [{ type: "text", text: "hi", future: [1] }], future: 1 } };
  assert.deepEqual(parse(nested), nested);
});

test("parseEvent() narrows by type, by subtype, and by the type of a part", () => {
  const event = parse(stopped);
  assert.ok(event.type === "result" && event.subtype === "error_max_turns");
  const errors: readonly string[] = event.errors;
  assert.deepEqual(errors, ["no"]);
  const said = parse(assistant);
  assert.ok(said.type === "assistant" && said.message.content[0]?.type === "text");
  const text: string = said.message.content[0].text;
  assert.equal(text, "hi");
  const asked = parse(asking);
  assert.ok(asked.type === "control_request" && asked.request.subtype === "can_use_tool");
  const tool: string = asked.request.tool_name;
  assert.equal(tool, "Bash");
});

test("parseEvent() keeps events of an unknown type or subtype raw, without a mistake", () => {
  for (const type of ["hologram", "unknown", "malformed", "toString", "__proto__", ""]) {
    assert.deepEqual(parse({ type, x: 1 }), { type: "unknown", raw: { type, x: 1 }, mistakes: [] });
  }
  for (const type of ["system", "result"]) {
    for (const subtype of ["hologram", "toString", ""]) {
      assert.deepEqual(parse({ type, subtype }), { type: "unknown", raw: { type, subtype }, mistakes: [] });
    }
  }
});

test("parseEvent() keeps known events of another shape raw and says what was wanted", () => {
  const odd = [
    [{ ...assistant, session_id: undefined }, "/session_id: wanted a value, is absent"],
    [{ ...assistant, message: 7 }, "/message: wanted object, is number"],
    [{ ...assistant, message: { ...message, content: "hi" } }, '/message/content: wanted array, is "hi"'],
    [{ ...assistant, message: { ...message, content: [1] } }, "/message/content/0: wanted object, is number"],
    [{ ...retry, attempt: "1" }, '/attempt: wanted integer, is "1"'],
    [{ ...success, result: null }, "/result: wanted string, is null"],
    [{ ...stopped, errors: undefined }, "/errors: wanted a value, is absent"],
    [{ type: "system" }, "/subtype: wanted string, is absent"],
    [{ type: "result", subtype: 3 }, "/subtype: wanted string, is number"],
    [{ ...part, event: [] }, "/event: wanted object, is array"],
    [{ ...asking, request: {} }, "/request/subtype: wanted a value, is absent"],
    [{ noType: 1 }, "/type: wanted string, is absent"],
  ] as const;
  for (const [object, mistake] of odd) {
    const raw: unknown = JSON.parse(JSON.stringify(object));
    assert.deepEqual(parse(object), { type: "unknown", raw, mistakes: [mistake] });
  }
});

test("parseEvent() keeps the message of a block that it does not know, and the blocks beside it", () => {
  const strange = { type: "hologram", x: 1 };
  const torn = { type: "tool_use", id: "t1", name: 7, input: {} };
  const text = { type: "text", text: "hi" };
  assert.deepEqual(parse({ ...assistant, message: { ...message, content: [text, strange, torn] } }), {
    ...assistant,
    message: {
      ...message,
      content: [
        text,
        { type: "unknown", raw: strange, mistakes: [] },
        { type: "unknown", raw: torn, mistakes: ["/name: wanted string, is number"] },
      ],
    },
  });
  const ofUser = { ...user, message: { role: "user", content: [toolResult, strange] } };
  assert.deepEqual(parse(ofUser), {
    ...ofUser,
    message: { role: "user", content: [toolResult, { type: "unknown", raw: strange, mistakes: [] }] },
  });
  const plain = { ...user, message: { role: "user", content: "hi" } };
  assert.deepEqual(parse(plain), plain);
});

test("parseEvent() keeps the event around a streamed event and a request that it does not know", () => {
  const strange = { type: "hologram" };
  assert.deepEqual(parse({ ...part, event: strange }), { ...part, event: { type: "unknown", raw: strange, mistakes: [] } });
  const oddDelta = { ...delta, delta: { type: "hologram_delta" } };
  assert.deepEqual(parse({ ...part, event: oddDelta }), {
    ...part,
    event: { type: "unknown", raw: oddDelta, mistakes: ["/delta: wanted another shape, is object"] },
  });
  for (const subtype of ["dance", "unknown", "toString"]) {
    const request = { subtype, x: 1 };
    assert.deepEqual(parse({ ...asking, request }), { ...asking, request: { subtype: "unknown", raw: request, mistakes: [] } });
  }
  const torn = { subtype: "can_use_tool", tool_name: "Bash", input: {} };
  assert.deepEqual(parse({ ...asking, request: torn }), {
    ...asking,
    request: { subtype: "unknown", raw: torn, mistakes: ["/tool_use_id: wanted a value, is absent"] },
  });
});

test("parseEvent() is quick with many blocks, with a large one of another shape, and with deep nesting", { timeout: 10_000 }, () => {
  const content = Array.from({ length: 200_000 }, () => ({ type: "tool_use" }));
  const event = parse({ ...assistant, message: { ...message, content } });
  assert.ok(event.type === "assistant");
  assert.equal(event.message.content.filter(({ type }) => type === "unknown").length, content.length);
  const tools = Array.from({ length: 500_000 }, () => 1);
  const init = parse({ type: "system", subtype: "init", cwd: "/", model: "m", tools, ...ids });
  assert.ok(init.type === "unknown" && init.mistakes.length === 1);
  const deep = parseEvent({ text: `{"type":"assistant","message":${"[".repeat(100_000)}${"]".repeat(100_000)}}` });
  assert.ok(deep.type === "unknown");
});

test("parseEvent() keeps lines that are no JSON object, or were cut, as malformed", () => {
  for (const text of ["", "garbage", '{"type":"sys', "[]", "null", "3"]) {
    const line = { text, defect: "unterminated" } as const;
    assert.deepEqual(parseEvent(line), { type: "malformed", line });
  }
  const cut = { text: '{"type":"keep_alive"}', defect: "over-limit" } as const;
  assert.deepEqual(parseEvent(cut), { type: "malformed", line: cut });
  assert.deepEqual(parseEvent({ ...cut, defect: "unterminated" }), { type: "keep_alive" });
});

test("isProgress() is false of signs of life, repeated attempts, answers, and what is not understood", () => {
  const idle = [
    retry,
    answered,
    { type: "keep_alive" },
    { type: "control_cancel_request", request_id: "r1" },
    { type: "tool_progress", tool_use_id: "t1", tool_name: "Bash", parent_tool_use_id: null, elapsed_time_seconds: 30, ...ids },
    { type: "system", subtype: "notification", key: "k", text: "t", priority: "low", ...ids },
    { ...part, event: { type: "ping" } },
    { ...part, event: { type: "hologram" } },
  ];
  for (const object of idle) {
    const event = parse(object);
    assert.ok(event.type !== "unknown", JSON.stringify(object));
    assert.equal(isProgress(event), false, JSON.stringify(object));
  }
  assert.equal(isProgress(parse({ type: "hologram" })), false);
  assert.equal(isProgress(parseEvent({ text: "garbage" })), false);
  for (const object of [assistant, user, success, stopped, part, asking]) assert.equal(isProgress(parse(object)), true, object.type);
});

function parse(object: object): ClaudeEvent {
  return parseEvent({ text: JSON.stringify(object) });
}
