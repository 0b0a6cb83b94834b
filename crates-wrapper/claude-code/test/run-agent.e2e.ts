import { describe, type TestContext } from "node:test";
import { type AgentBench, agentScenario, assertNoProcess, type ModelStep } from "@lockstep/wrapper/testing";
import { claudeCodeAgent } from "../src/index.ts";
import { setUp } from "./bench.ts";
import { claudeBinaries } from "./claude-binaries.ts";
import { type Answer, calls, says } from "./fake-messages-answer.ts";

// The scenario of every agent with each real Claude Code and a fake Messages API.
for (const binary of claudeBinaries()) describe(binary, () => agentScenario((t) => agentBench(t, binary)));

async function agentBench(t: TestContext, binary: string): Promise<AgentBench> {
  let steps: ModelStep[] = [];
  const bench = await setUp(t, binary, () => answerOf((steps.length > 1 ? steps.shift() : steps[0]) ?? { type: "refuses" }));
  const { server } = bench;
  return {
    runAgent: await claudeCodeAgent(bench.options),
    cwd: bench.cwd,
    follow: (...next) => void (steps = [...next]),
    said() {
      const messages = server.requests.at(-1)?.messages ?? [];
      return messages.flatMap(({ content }) => (typeof content === "string" ? [content] : content.flatMap(({ text }) => text ?? [])));
    },
    request: () => JSON.stringify(server.requests.at(-1)),
    requests: () => server.requests.length,
    assertNothingLeft: () => assertNoProcess(bench.mark),
    refuses: [],
  };
}

function answerOf(step: ModelStep): Answer {
  switch (step.type) {
    case "says":
      return says(step.text);
    case "runs":
      return calls(["Bash", { command: step.command }]);
    case "writes":
      return calls(["Write", { file_path: step.path, content: step.text }]);
    case "calls":
      return calls([`mcp__${step.server}__${step.tool}`, step.arguments]);
    case "answers":
      return calls(["StructuredOutput", step.value]);
    case "refuses":
      return { type: "failure", status: 400 };
    case "hangs":
      return { type: "hang" };
  }
}
