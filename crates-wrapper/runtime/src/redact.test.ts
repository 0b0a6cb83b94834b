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

test("redact() hides headers, members of JSON and passwords of addresses", () => {
  const cases = [
    ["Authorization: Bearer abc", "Authorization: [redacted]"],
    [`curl -H 'authorization: Basic dXNl' -v`, `curl -H 'authorization: [redacted]' -v`],
    ["Cookie: a=b; c=d\r\nHost: x", "Cookie: [redacted]\r\nHost: x"],
    ["x-api-key: abc\nAccept: y", "x-api-key: [redacted]\nAccept: y"],
    [`{"access_token":"a\\"b","max_tokens":12}`, `{"access_token":"[redacted]","max_tokens":12}`],
    [String.raw`{\"api_key\":\"abc\",\"n\":1}`, String.raw`{\"api_key\":\"[redacted]\",\"n\":1}`],
    ["https://me:pa@ss@host/x?y=a@b", "https://[redacted]@host/x?y=a@b"],
    ["https://host:80/a@b ssh://git@host/x", "https://host:80/a@b ssh://git@host/x"],
    ["Bearer authentication failed, unexpected token: }", "Bearer authentication failed, unexpected token: }"],
  ] as const;
  for (const [text, clean] of cases) assert.equal(redact(text, {}), clean);
});

test("redact() hides what has the shape of a secret", () => {
  // Put together here, so that no scanner takes this file for a leak.
  const secrets = [
    ["ghp", "abcdefghijklmnopqrstuvwxyz0123456789"].join("_"),
    ["github", "pat", "11ABCDEFG0abcdefghij", "xyz"].join("_"),
    ["xoxb", "123456789012", "abcdef"].join("-"),
    ["AKIA", "IOSFODNN7EXAMPLE"].join(""),
    ["eyJhbGciOi", "eyJzdWIiOiIx", "abc-_d"].join("."),
    ["-----BEGIN RSA ", "PRIVATE KEY-----\nMIIE+/=\nabc\n-----END RSA PRIVATE KEY-----"].join(""),
  ];
  for (const secret of secrets) assert.equal(redact(`a ${secret} z`, {}), "a [redacted] z");
  assert.equal(redact("bearer abcdefghij1234567890 z", {}), "bearer [redacted] z");
});

test("redact() hides values as JSON and URLs escape them, and the passwords in addresses of other variables", () => {
  const env = { A_KEY: "a&b cd", B_TOKEN: `q"uote`, HTTPS_PROXY: "http://u:p%4099@h", DB_PASS: "hush" };
  assert.equal(redact(String.raw`a%26b%20cd q\"uote p@99 hush http`, env), "[redacted] [redacted] [redacted] [redacted] http");
});

test("redact() hides what the caller knows to be secret, and takes variables without a value", () => {
  assert.equal(redact("plain word abc", { A_TOKEN: undefined, B: undefined }, [], ["plain word", "abc"]), "[redacted] abc");
});

test("redact() hides cookies in the form of TOML", () => {
  const arg = `h={ Cookie = "sid=one" }`;
  assert.equal(redact(`${arg} then sid=one`, {}, [arg]), "h={ Cookie = [redacted] } then [redacted]");
});

test("redact() takes linear time for texts that begin what never ends", () => {
  const units = [
    "eyJ-",
    "eyJaaaaa.",
    "://",
    "://a:b",
    "sk-",
    'key="',
    '"key":"',
    String.raw`\"key\":\"`,
    "authorization: x",
    "bearer ",
    "bearer\t",
  ];
  for (const unit of [...units, "-----BEGIN PRIVATE KEY-----", "x-api-key", "key ", "a.", "key='''", 'key="a\\"', "\\", '"', " "]) {
    const text = unit.repeat(300_000 / unit.length);
    const startedAt = performance.now();
    redact(text, {});
    assert.ok(performance.now() - startedAt < 2000, `"${unit}" takes ${performance.now() - startedAt} ms`);
  }
});

test("redact() takes no long time for a long text without a break", () => {
  const text = `${"key".repeat(100_000)} ${"x".repeat(300_000)}`;
  const startedAt = performance.now();
  assert.equal(redact(text, {}), text);
  assert.ok(performance.now() - startedAt < 2000);
});
