import assert from "node:assert/strict";
import { test } from "node:test";
import { saysRepeatable } from "./repeatable-prose.ts";

test("saysRepeatable() knows the wordings of real helps", () => {
  for (const text of [
    "Filter cases by tag (repeatable)",
    "Load a plugin for this session only (repeatable: --plugin-dir A --plugin-dir B.zip)",
    "A bare key works when only one server declares it. Repeatable. Values are validated",
    "Repeatable, e.g. --dynamic-retrieval skills=off",
    "Fallback model(s) for capacity errors (429/503/529), repeatable or comma-separated (max 3)",
    "The label to add; repeatable",
    "Sparse checkout path for Git marketplace sources. Can be repeated",
    "HTTP header for remote servers, can be repeated",
    "Environment variable (KEY=VALUE, can be repeated)",
    "Set the OCI hooks directory path (may be set multiple times)",
    "Attach a file to the prompt. Can be used multiple times.",
    "May be specified multiple times",
    "Can be given more than once, in any order",
    "Specify multiple times to add more",
    "Add a readable root to the supplied sandbox state. Repeat for multiple roots",
    "Paths are resolved against the current directory. Repeat to allow multiple paths",
    "Set headers for HTTP/SSE servers, repeat for more (e.g. -H x)",
  ])
    assert.equal(saysRepeatable(text), true, text);
});

test("saysRepeatable() is not led astray by texts that speak of other things", () => {
  for (const text of [
    undefined,
    "",
    "Start a transaction with repeatable reads",
    "Repeatable read isolation",
    "Make the run repeatable",
    "Make builds deterministic and repeatable for CI",
    "Cannot be repeated",
    "May not be specified multiple times",
    "Must not be given more than once",
    "Retries a request that can be repeated safely",
    "Tests that fail are tried multiple times",
    "How often to repeat the test, for more confidence",
    "Repeat the last command",
    "Repeat to the end",
    "Useful in terminal multiplexers, which may pass multiple keys at once",
  ])
    assert.equal(saysRepeatable(text), false, text);
});
