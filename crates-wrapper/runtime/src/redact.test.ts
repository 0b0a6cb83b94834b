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

test("redact() hides what is assigned to secret names, in quotes or not, and nothing else", () => {
  const cases = [
    [`--config=x.bearer_token="abcd 1234" -`, `--config=x.bearer_token=[redacted] -`],
    [`--config=x.api_key=abcd1234 -`, `--config=x.api_key=[redacted] -`],
    [`API_KEY = 'a "b" c', next`, `API_KEY = [redacted], next`],
    [
      `{ OTHER = "shown", "DB_PASSWORD"="a\\"b", Authorization="Bearer x" }`,
      `{ OTHER = "shown", "DB_PASSWORD"=[redacted], Authorization=[redacted] }`,
    ],
    [`secret="""a "b" c""" end`, `secret=[redacted] end`],
    [`token="never closed`, `token=[redacted] closed`],
    [`https://host/v1?api-key=abc`, `https://host/v1?api-key=[redacted]`],
    [`env_key="OPENAI_API_KEY" --remote-auth-token-env=NAME`, `env_key="OPENAI_API_KEY" --remote-auth-token-env=NAME`],
    [`model="gpt-5" the token is gone`, `model="gpt-5" the token is gone`],
  ] as const;
  for (const [text, clean] of cases) assert.equal(redact(text, {}), clean);
});

test("redact() hides the secrets of arguments wherever they stand", () => {
  const args = ["--config", `a={ X_TOKEN="one\\"1", Y_KEY = 'two22' }`, "--config=b.secret=three 33", "max_tokens=3200", "c.key=abc"];
  assert.equal(redact(`one\\"1 one"1 two22 "three 33" 3200 abc`, {}, args), `[redacted] [redacted] [redacted] "[redacted]" 3200 abc`);
  assert.equal(redact(args.join(" "), {}, args).match(/\[redacted\]/g)?.length, 5);
});

test("redact() takes no long time for a long text without a break", () => {
  const text = `${"key".repeat(100_000)} ${"x".repeat(300_000)}`;
  const startedAt = performance.now();
  assert.equal(redact(text, {}), text);
  assert.ok(performance.now() - startedAt < 2000);
});
