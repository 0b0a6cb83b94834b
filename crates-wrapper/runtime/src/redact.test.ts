import assert from "node:assert/strict";
import { test } from "node:test";
import { redact } from "./redact.ts";

test("redact() hides the values of secret variables and keys by their shape", () => {
  const env = { OPENAI_API_KEY: "hunter22", GH_TOKEN: "hunter22-long", DB_PASSWORD: "pass", HOME: "/home/me", SECRET_FLAG: "1" };
  assert.equal(
    redact("hunter22-long hunter22 pass /home/me 1 sk-proj-abc_DEF-1234 task-force-united", env),
    "[redacted] [redacted] [redacted] /home/me 1 [redacted] task-force-united",
  );
});
