import assert from "node:assert/strict";
import { test } from "node:test";
import { countEvents, noEvents } from "./counts.ts";
import { parseEvent } from "./event.ts";

test("countEvents() counts events by type, and what is unknown or malformed", () => {
  const lines = [
    { type: "turn.started" },
    { type: "item.started", item: { id: "i", type: "hologram" } },
    { type: "item.started", item: { id: "i", type: "error", message: "m" } },
    { type: "new.thing" },
    { type: "turn.failed" },
  ].map((object) => JSON.stringify(object));
  const events = [...lines, "garbage"].map((text) => parseEvent({ text }));
  assert.deepEqual(events.reduce(countEvents, noEvents), {
    events: { "turn.started": 1, "item.started": 2 },
    unknownEvents: 2,
    unknownItems: 1,
    malformedLines: 1,
  });
  assert.deepEqual(noEvents, { events: {}, unknownEvents: 0, unknownItems: 0, malformedLines: 0 });
});
