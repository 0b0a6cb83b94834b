import assert from "node:assert/strict";
import { test } from "node:test";
import { ToolError } from "./made-up-tool.ts";
import { secretsOf, secretsOfStdin, withoutSecrets } from "./secrets.ts";

const places = ToolError.program.secrets;

test("secretsOf() finds values by where they stand, in the forms that the program gives them", () => {
  const cases = [
    [["--env=REGION=north one"], ["north one"]],
    [["--env", "REGION=north=one"], ["north=one"]],
    [["--set=env.A=one+two"], ["one", "two"]],
    [["--set", "other.A=one"], []],
    [["--set=x=<inner one> and <two>"], ["inner one", "two"]],
    [["--client-secret=12-ab"], ["12-ab"]],
    [["--password", "hunter2", "shown"], ["hunter2"]],
    [["--env=N=12", "--env=ON=true", "--with-api-key", "x", "--token-file=/f", "--token", "-"], []],
  ] as const;
  for (const [args, secrets] of cases) assert.deepEqual(secretsOf(args, places), secrets, args.join(" "));
  assert.deepEqual(secretsOf(["--env=A=one+two", "--key=<k>"], { assigning: {} }), ["<k>"]);
});

test("withoutSecrets() hides short values and numbers too, and nothing else", () => {
  assert.deepEqual(withoutSecrets(["--env=A=1", "--password", "ab", "--set", "env.B=7", "--set=x=7"], places), [
    "--env=A=[redacted]",
    "--password",
    "[redacted]",
    "--set",
    "env.B=[redacted]",
    "--set=x=7",
  ]);
});

test("secretsOfStdin() has a text as it is, trimmed and line by line, and nothing blank", () => {
  assert.deepEqual([...new Set(secretsOfStdin(" one\ntwo\n\n"))], [" one\ntwo\n\n", "one\ntwo", "one", "two"]);
});
