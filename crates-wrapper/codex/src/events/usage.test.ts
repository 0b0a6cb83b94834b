import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { addUsage, usageSince } from "./usage.ts";

const old = { input_tokens: 100, cached_input_tokens: 40, output_tokens: 7, reasoning_output_tokens: 3 };
const tokens = fc.nat(1_000_000);
const usage = fc.record({
  input_tokens: tokens,
  cached_input_tokens: tokens,
  cache_write_input_tokens: tokens,
  output_tokens: tokens,
  reasoning_output_tokens: tokens,
});

test("addUsage() sums each kind of token and leaves absent what neither side tells", () => {
  assert.deepEqual(addUsage(old, old), { input_tokens: 200, cached_input_tokens: 80, output_tokens: 14, reasoning_output_tokens: 6 });
  assert.equal(addUsage(old, { ...old, cache_write_input_tokens: 5 }).cache_write_input_tokens, 5);
});

test("usageSince() takes back what addUsage() added", () => {
  fc.assert(fc.property(usage, usage, (a, b) => assert.deepEqual(usageSince(a, addUsage(a, b)), { ...b })));
});
