import assert from "node:assert/strict";
import { appendFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { describe, test, type TestContext } from "node:test";
import { type AgentBench, agentScenario, all, assertNoProcess, type ModelStep } from "@lockstep/wrapper/testing";
import { codexAgent } from "../src/index.ts";
import { setUp, textsOf } from "./bench.ts";
import { codexBinaries } from "./events-binaries.ts";
import type { Answer, ResponsesRequest } from "./fake-responses-server.ts";

// The scenario of every agent with each real codex and a fake Responses API.
for (const binary of codexBinaries()) {
  describe(binary, () => {
    agentScenario((t) => agentBench(t, binary));

    test("headers of MCP servers reach the server alone, and the user's own policy for commands stays", async (t) => {
      const seen: (string | undefined)[] = [];
      const web = createServer(({ headers }, response) => {
        seen.push(headers.authorization);
        response.writeHead(404).end();
      });
      await new Promise<void>((resolve) => web.listen(0, "127.0.0.1", resolve));
      t.after(() => web.close());
      const bench = await agentBench(t, binary);
      const policy = '[shell_environment_policy]\nexclude = ["EXCLUDED"]\nset = { SET = "by-policy" }\n';
      appendFileSync(join(bench.codexHome, "config.toml"), policy);
      // In the sandbox a command does not see the other processes either.
      const command = "cat /proc/[0-9]*/environ | tr '\\0' '\\n'; env; cat $CODEX_HOME/shell_snapshots/* || true";
      bench.follow({ type: "runs", command }, { type: "says", text: "Done" });
      const { port } = web.address() as AddressInfo;
      const events = await all(
        bench.runAgent({
          prompt: "Look",
          env: { EXCLUDED: "excluded-by-policy", MINE: "handed-on" },
          mcpServers: { web: { type: "http", url: `http://127.0.0.1:${port}/`, headers: { Authorization: "Bearer hush" } } },
        }),
      );
      const output = events.flatMap((event) => (event.type === "tool-finished" ? [event.output] : [])).join();
      assert.match(output, /SET=by-policy/);
      assert.match(output, /MINE=handed-on/);
      assert.doesNotMatch(output, /hush|excluded-by-policy/);
      assert.ok(seen.includes("Bearer hush"), seen.join());
    });
  });
}

async function agentBench(t: TestContext, binary: string): Promise<AgentBench & { readonly codexHome: string }> {
  let steps: ModelStep[] = [];
  const bench = await setUp(t, binary, (request) =>
    answerOf((steps.length > 1 ? steps.shift() : steps[0]) ?? { type: "refuses" }, request),
  );
  const { server, codexHome, cwd, env } = bench;
  const [provider, ...fields] = bench.session.config;
  writeFileSync(join(codexHome, "config.toml"), ['model = "fake-model"', provider, ...fields, ""].join("\n"));
  return {
    runAgent: await codexAgent({ binary, cwd, codexHome, env, timeouts: { totalMs: 120_000 } }),
    cwd,
    codexHome,
    follow: (...next) => void (steps = [...next]),
    said: () => [...new Set(server.requests.slice(-1).flatMap(textsOf))],
    request: () => JSON.stringify(server.requests.at(-1)),
    requests: () => server.requests.length,
    assertNothingLeft: () => assertNoProcess(bench.mark),
    refuses: [
      "onPermission",
      "maxTurns",
      "budgetUsd",
      "tools",
      // It came after 0.146.
      ...(/^0\.1[24]/.test(bench.codex.version) ? (["session"] as const) : []),
    ],
  };
}

function answerOf(step: ModelStep, request: ResponsesRequest): Answer {
  switch (step.type) {
    case "says":
      return { type: "message", text: step.text };
    case "runs":
      return { type: "function_call", name: "exec_command", arguments: { cmd: step.command } };
    case "writes":
      return { type: "function_call", name: "exec_command", arguments: { cmd: `printf %s '${step.text}' > '${step.path}'` } };
    case "calls":
      return mcpCall(step, request);
    case "answers":
      return { type: "message", text: JSON.stringify(step.value) };
    case "refuses":
      return { type: "failure", status: 400 };
    case "hangs":
      return { type: "hang" };
  }
}

/** A tool's name carries its server's in 0.125, and its namespace does since. */
function mcpCall({ server, tool, arguments: args }: ModelStep & { readonly type: "calls" }, { tools = [] }: ResponsesRequest): Answer {
  const space = tools.find((each) => each.name?.includes(server) && each.tools?.some(({ name }) => name === tool))?.name;
  return space === undefined
    ? { type: "function_call", name: `mcp__${server}__${tool}`, arguments: args }
    : { type: "function_call", name: tool, arguments: args, namespace: space };
}
