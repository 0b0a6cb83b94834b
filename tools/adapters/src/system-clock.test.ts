import assert from "node:assert/strict";
import { test } from "node:test";
import { systemClock } from "./system-clock.ts";

test("systemClock gives the present time to the second", () => {
  const now = systemClock.now();
  assert.match(now, /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/);
  assert.ok(Math.abs(Date.parse(now) - Date.now()) < 5000);
});
