import assert from "node:assert/strict";
import { test } from "node:test";
import { secretsOf, withoutSecrets } from "@lockstep/wrapper";
import { mcpAddArgv } from "../argv/mcp.ts";
import { CodexError } from "../codex-error.ts";
import { secretPlaces } from "./secret-places.ts";

test("secretsOf() finds values by where they stand", () => {
  const cases = [
    [["--env=REGION=north one"], ["north one"]],
    [["-e", "REGION=north=one"], ["north=one"]],
    [["--oauth-client-secret=12-ab"], ["12-ab"]],
    [["--password", "hunter2", "shown"], ["hunter2"]],
    [['--config=mcp_servers.x.env.REGION="a\\"b"'], [String.raw`a\"b`, 'a"b']],
    [
      ["-c", `mcp_servers.x.env={"A" = "one", B = 'two'}`],
      ["one", "two"],
    ],
    [["--config", `model_providers.x.http_headers={ X-Team = "red" }`], ["red"]],
    [['--config=mcp_servers.x.http_headers.X-Team="red"'], ["red"]],
    [['--config=mcp_servers={"a b" = {"command" = "npx", "env" = {"A" = "o}ne"}}}'], ["o}ne"]],
    [["--config=mcp_servers.x.env.N=12", "--env=ON=true"], []],
    [['--config=mcp_servers.x.env_vars=["NAME"]', "--env=env_id", "--with-api-key", "x", "--ws-token-file=/f", "--token", "-"], []],
    [["--remote-auth-token-env=NAME", "--bearer-token-env-var", "NAME", '--config=model="m"', "exec", "-"], []],
  ] as const;
  for (const [args, secrets] of cases) assert.deepEqual([...new Set(secretsOf(args, secretPlaces))], secrets, args.join(" "));
});

test("withoutSecrets() hides short values and numbers too, and nothing else", () => {
  assert.deepEqual(withoutSecrets(["mcp", "add", "--env=A=1", "--password", "ab", "--config=x.env.B=7", "--config=x.y=7"], secretPlaces), [
    "mcp",
    "add",
    "--env=A=[redacted]",
    "--password",
    "[redacted]",
    "--config=x.env.B=[redacted]",
    "--config=x.y=7",
  ]);
});

test("an error shows no value of mcp add's variables and secret, wherever codex quotes it", () => {
  const stdio = mcpAddArgv({ name: "a", command: ["run", "--password", "hunter2"], env: { REGION: "north one" } });
  const http = mcpAddArgv({ name: "a", url: "https://host/", oauthClientId: "id", oauthClientSecret: "1234567" });
  for (const [argv, said] of [
    [stdio, "north one and hunter2"],
    [http, "1234567"],
  ] as const) {
    const command = { file: "codex", args: argv.map(({ token }) => token), cwd: "/", env: {} };
    const end = { type: "exited", exitCode: 1, signal: null, durationMs: 1 } as const;
    const error = CodexError.forEnd(command, end, `Refused ${said}, Cookie = "a"`);
    assert.doesNotMatch([error.message, error.stderr, error.command].join(), /north one|hunter2|1234567|"a"/);
  }
});
