import assert from "node:assert/strict";
import { test } from "node:test";
import { secretsOf, withoutSecrets } from "@lockstep/wrapper";
import { mcpAddArgv } from "../argv/mcp.ts";
import { printArgv } from "../argv/print.ts";
import { ClaudeCodeError } from "../claude-code-error.ts";
import { secretPlaces } from "./secret-places.ts";

test("secretsOf() finds values by where they stand", () => {
  const cases = [
    [["--env=REGION=north one"], ["north one"]],
    [["-e", "REGION=north=one"], ["north=one"]],
    [["--config=docs.key=hunter2"], ["hunter2"]],
    [["--header=Authorization: Bearer abc def"], ["Bearer abc def", "abc def"]],
    [["--header=X-Team: red"], ["red"]],
    [['--mcp-config={"mcpServers":{"a":{"command":"npx","env":{"A":"one"}},"b":{"url":"u","headers":{"X":"two"}}}}'], ["one", "two"]],
    [["--settings", '{"env":{"A":"one"},"model":"opus"}'], ["one"]],
    [['--agents={"a":{"mcpServers":[{"b":{"env":{"A":"one"}}}]}}'], ["one"]],
    [['--settings={"env":', "--settings=settings.json", "--model=opus", "--print", '--json-schema={"type":"object"}'], []],
  ] as const;
  for (const [args, secrets] of cases) assert.deepEqual([...new Set(secretsOf(args, secretPlaces))], secrets, args.join(" "));
});

test("withoutSecrets() hides the values of variables and options, short ones too", () => {
  assert.deepEqual(withoutSecrets(["mcp", "add", "--env=A=1", "--scope=user", "--config=a=7"], secretPlaces), [
    "mcp",
    "add",
    "--env=A=[redacted]",
    "--scope=user",
    "--config=a=[redacted]",
  ]);
});

test("an error shows no secret of a request, wherever Claude Code quotes it", () => {
  const program = mcpAddArgv({ name: "a", command: ["run", "--password", "hunter2"], env: { REGION: "north one" } });
  const url = mcpAddArgv({ name: "a", url: "https://host/", header: { Authorization: "Bearer 12ab34cd" } });
  const run = printArgv({ prompt: "p", mcpConfig: ['{"mcpServers":{"a":{"command":"c","env":{"KEY":"plain-words"}}}}'] });
  for (const [argv, said] of [
    [program, "north one and hunter2"],
    [url, "12ab34cd"],
    [run, "plain-words"],
  ] as const) {
    const call = { file: "claude", args: argv.map(({ token }) => token), cwd: "/", env: {} };
    const { message, command = "" } = ClaudeCodeError.forEnd(
      call,
      { type: "exited", exitCode: 1, signal: null, durationMs: 1 },
      `Refused ${said}`,
    );
    for (const secret of ["north one", "hunter2", "12ab34cd", "plain-words"]) assert.ok(!`${message}${command}`.includes(secret), message);
  }
});
