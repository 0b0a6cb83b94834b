import assert from "node:assert/strict";
import { test } from "node:test";
import { parseEvent } from "./event.ts";

const known = [
  [
    { type: "thread.started", thread_id: "t1" },
    { type: "thread.started", threadId: "t1" },
  ],
  [{ type: "turn.started" }, { type: "turn.started" }],
  [
    { type: "turn.completed", usage: { input_tokens: 5, cached_input_tokens: 3, output_tokens: 2, reasoning_output_tokens: 1 } },
    { type: "turn.completed", usage: { inputTokens: 5, cachedInputTokens: 3, outputTokens: 2 } },
  ],
  [
    { type: "turn.failed", error: { message: "no" } },
    { type: "turn.failed", message: "no" },
  ],
  [
    { type: "error", message: "no" },
    { type: "error", message: "no" },
  ],
  ...(["item.started", "item.updated", "item.completed"] as const).map((type) => {
    const fields = { id: "item_0", type: "agent_message", text: "hi" };
    return [
      { type, item: fields },
      { type, item: { id: "item_0", type: "agent_message", fields } },
    ] as const;
  }),
] as const;

test("parseEvent() types the events that codex is known to print", () => {
  for (const [raw, event] of known) assert.deepEqual(parseEvent({ text: JSON.stringify(raw) }), { ...event, raw });
});

test("parseEvent() keeps objects of another shape as unknown", () => {
  const odd = [
    { type: "thread.paused" },
    { type: "thread.started" },
    { type: "turn.completed", usage: null },
    { type: "item.started", item: { id: 1 } },
    { type: "turn.failed", error: "x" },
    { type: "error" },
    { noType: 1 },
  ];
  for (const raw of odd) assert.deepEqual(parseEvent({ text: JSON.stringify(raw) }), { type: "unknown", raw });
});

test("parseEvent() keeps lines that are no JSON object as malformed", () => {
  for (const text of ["", "garbage", '{"type":"turn.st', "[]", "null", "3"]) {
    const line = { text, defect: "unterminated" } as const;
    assert.deepEqual(parseEvent(line), { type: "malformed", line });
  }
});
