import { agentResult, type AgentRequest, claudeCodeAgent } from "@lockstep/claude-code";

const runAgent = await claudeCodeAgent({ binary: "claude", cwd: "/path/to/repository" });
const request: AgentRequest = {
  prompt: "How many open tasks are there?",
  access: "read-only",
  outputSchema: { type: "object", properties: { count: { type: "number" } }, required: ["count"] },
};
const { outcome, structured, usage } = await agentResult(runAgent(request));
process.stdout.write(`${outcome}: ${JSON.stringify(structured)}, ${usage?.outputTokens ?? 0} tokens\n`);
