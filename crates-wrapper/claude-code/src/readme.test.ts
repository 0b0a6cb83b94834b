import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

test("the README quotes the compiled example", () => {
  const folder = join(import.meta.dirname, "..");
  const [, quoted] = /```ts\n(.*?)```/s.exec(readFileSync(join(folder, "README.md"), "utf8")) ?? [];
  assert.equal(quoted, readFileSync(join(folder, "examples/ask.ts"), "utf8"));
});
