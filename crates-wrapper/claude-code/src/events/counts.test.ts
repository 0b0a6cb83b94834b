import assert from "node:assert/strict";
import { test } from "node:test";
import { countEvents, noEvents } from "./counts.ts";
import { parseEvent } from "./event.ts";

test("countEvents() counts known events by type, and what is not known by where it stands", () => {
  const ids = { parent_tool_use_id: null, uuid: "u1", session_id: "s1" };
  const strange = { type: "hologram" };
  const said = { role: "user", content: [{ type: "text", text: "hi" }, strange, strange] };
  const lines = [
    { type: "keep_alive" },
    { type: "keep_alive" },
    { type: "user", message: said, ...ids },
    { type: "user", message: { role: "user", content: "hi" }, ...ids },
    { type: "stream_event", event: strange, ...ids },
    { type: "stream_event", event: { type: "ping" }, ...ids },
    { type: "control_request", request_id: "r1", request: { subtype: "dance" } },
    strange,
  ].map((object) => JSON.stringify(object));
  const counts = [...lines, "garbage"].map((text) => parseEvent({ text })).reduce(countEvents, noEvents);
  assert.deepEqual(counts, {
    events: { keep_alive: 2, user: 2, stream_event: 2, control_request: 1 },
    unknownEvents: 1,
    unknownParts: 4,
    malformedLines: 1,
  });
  assert.deepEqual(noEvents, { events: {}, unknownEvents: 0, unknownParts: 0, malformedLines: 0 });
});
