import assert from "node:assert/strict";
import { test } from "node:test";
import { type CodexEvent, isProgress, parseEvent } from "./event.ts";

const usage = { input_tokens: 5, cached_input_tokens: 3, output_tokens: 2, reasoning_output_tokens: 1 };
const message = { id: "item_0", type: "agent_message", text: "hi" };
const known = [
  { type: "thread.started", thread_id: "t1" },
  { type: "turn.started" },
  { type: "turn.completed", usage },
  { type: "turn.completed", usage: { ...usage, cache_write_input_tokens: 4 } },
  { type: "turn.failed", error: { message: "no" } },
  { type: "error", message: "no" },
  { type: "item.started", item: message },
  { type: "item.updated", item: message },
  { type: "item.completed", item: message },
];

test("parseEvent() gives the object itself for each known event, with the fields that no schema knows", () => {
  for (const object of known) {
    assert.deepEqual(parse(object), object);
    const more = { ...object, future: { x: 1 } };
    assert.deepEqual(parse(more), more);
  }
  const event = { type: "item.completed", item: { ...message, future: [1] } };
  assert.deepEqual(parse(event), event);
});

test("parseEvent() narrows by the types of event and item", () => {
  const event = parse({
    type: "item.completed",
    item: { id: "i", type: "command_execution", command: "ls", aggregated_output: "", exit_code: 3, status: "failed" },
  });
  assert.ok(event.type === "item.completed" && event.item.type === "command_execution");
  const exitCode: number | null = event.item.exit_code;
  assert.equal(exitCode, 3);
});

test("parseEvent() keeps events of an unknown type raw, without a mistake", () => {
  for (const type of ["thread.paused", "unknown", "malformed", "toString", "__proto__", ""]) {
    assert.deepEqual(parse({ type, x: 1 }), { type: "unknown", raw: { type, x: 1 }, mistakes: [] });
  }
});

test("parseEvent() keeps known events of another shape raw and says what was wanted", () => {
  const odd = [
    [{ type: "thread.started" }, "/thread_id: wanted a value, is absent"],
    [{ type: "thread.started", thread_id: 7 }, "/thread_id: wanted string, is number"],
    [{ type: "turn.completed", usage: null }, "/usage: wanted object, is null"],
    [{ type: "turn.completed", usage: { ...usage, output_tokens: "2" } }, '/usage/output_tokens: wanted integer, is "2"'],
    [{ type: "item.started" }, "/item: wanted object, is absent"],
    [{ type: "item.started", item: [] }, "/item: wanted object, is array"],
    [{ type: "turn.failed", error: "x" }, '/error: wanted object, is "x"'],
    [{ noType: 1 }, "/type: wanted string, is absent"],
  ] as const;
  for (const [raw, mistake] of odd) assert.deepEqual(parse(raw), { type: "unknown", raw, mistakes: [mistake] });
});

test("parseEvent() keeps the event of an item of an unknown type", () => {
  const raw = { id: "item_7", type: "hologram", x: 1 };
  for (const type of ["item.started", "item.updated", "item.completed"]) {
    assert.deepEqual(parse({ type, item: raw, at: 5 }), { type, item: { type: "unknown", id: "item_7", raw, mistakes: [] }, at: 5 });
  }
});

test("parseEvent() keeps the event of an item of another shape and says what was wanted", () => {
  const call = { id: "i", type: "mcp_tool_call", server: "s", tool: "t", arguments: {}, result: null, error: null, status: "completed" };
  const search = { id: "i", type: "web_search", query: "q", action: { type: "other" } };
  assert.deepEqual(parse({ type: "item.completed", item: call }), { type: "item.completed", item: call });
  const odd = [
    [{ type: "agent_message", text: "no id" }, "/id: wanted a value, is absent"],
    [{ ...call, status: "paused" }, '/status: wanted one of in_progress, completed, failed, is "paused"'],
    [{ ...call, result: { content: 1 } }, "/result: wanted another shape, is object"],
    [{ ...search, action: { type: "dance" } }, "/action: wanted another shape, is object"],
    [{ id: "i", type: "todo_list", items: [{ text: "a", completed: "yes" }] }, '/items/0/completed: wanted boolean, is "yes"'],
    [{ text: "neither" }, "/type: wanted string, is absent"],
  ] as const;
  for (const [raw, mistake] of odd) {
    const id = "id" in raw ? raw.id : undefined;
    assert.deepEqual(parse({ type: "item.started", item: raw }), {
      type: "item.started",
      item: { type: "unknown", id, raw, mistakes: [mistake] },
    });
  }
});

test("parseEvent() is quick with a large item of another shape and with deep nesting", { timeout: 10_000 }, () => {
  const items = Array.from({ length: 500_000 }, () => 1);
  const event = parse({ type: "item.updated", item: { id: "i", type: "todo_list", items } });
  assert.ok(event.type === "item.updated" && event.item.type === "unknown");
  assert.deepEqual(event.item.mistakes, ["/items/0: wanted object, is number"]);
  const deep = parseEvent({ text: `{"type":"error","message":${"[".repeat(100_000)}${"]".repeat(100_000)}}` });
  assert.ok(deep.type === "unknown");
  assert.deepEqual(deep.mistakes, ["/message: wanted string, is array"]);
});

test("parseEvent() keeps lines that are no JSON object, or were cut, as malformed", () => {
  for (const text of ["", "garbage", '{"type":"turn.st', "[]", "null", "3"]) {
    const line = { text, defect: "unterminated" } as const;
    assert.deepEqual(parseEvent(line), { type: "malformed", line });
  }
  const cut = { text: '{"type":"turn.started"}', defect: "over-limit" } as const;
  assert.deepEqual(parseEvent(cut), { type: "malformed", line: cut });
  assert.deepEqual(parseEvent({ ...cut, defect: "unterminated" }), { type: "turn.started" });
});

test("isProgress() is true of thread, turn and item events alone", () => {
  for (const object of known) assert.equal(isProgress(parse(object)), object.type !== "error", object.type);
  assert.equal(isProgress(parse({ type: "item.started", item: { id: "i", type: "hologram" } })), true);
  assert.equal(isProgress(parse({ type: "thread.paused" })), false);
  assert.equal(isProgress(parseEvent({ text: "garbage" })), false);
});

function parse(object: object): CodexEvent {
  return parseEvent({ text: JSON.stringify(object) });
}
