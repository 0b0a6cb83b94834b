import { calls, says, steps } from "../fake-messages-answer.ts";
import { toolResults } from "../fake-messages-server.ts";
import type { Session } from "./session.ts";

const echo = calls(["Bash", { command: "echo hi", description: "Say hi" }]);
const schema = JSON.stringify({ type: "object", properties: { sum: { type: "number" } }, required: ["sum"] });

/** How turns end, and what a response may have in it. */
export const turnSessions: readonly Session[] = [
  { name: "text", answer: () => says("Hello") },
  {
    name: "blocks",
    answer: steps({
      type: "message",
      content: [
        { type: "thinking", thinking: "Let me think" },
        { type: "whole", block: { type: "redacted_thinking", data: "ZGF0YQ==" } },
        { type: "whole", block: { type: "server_tool_use", id: "srvtoolu_1", name: "web_search", input: { query: "q" } } },
        { type: "whole", block: { type: "web_search_tool_result", tool_use_id: "srvtoolu_1", content: [] } },
        { type: "text", text: "Hello" },
      ],
    }),
  },
  {
    name: "partial-messages",
    runs: [{ args: ["--include-partial-messages", "--allowedTools=Bash"] }],
    answer: (request) =>
      toolResults(request).length > 0
        ? says("Hello")
        : {
            type: "message",
            content: [
              { type: "thinking", thinking: "Let me think" },
              { type: "tool_use", name: "Bash", input: { command: "echo hi", description: "Say hi" } },
            ],
          },
  },
  {
    name: "resumed",
    runs: [{}, { args: ["--resume=<first>"] }, { args: ["--continue"] }, { args: ["--resume=<first>", "--fork-session"] }],
    answer: (_request, n) => says(`Answer ${n}`),
  },
  {
    name: "nothing-to-resume",
    runs: [{ args: ["--resume=5f0b6f6e-0000-4000-8000-0000000000ff"], exitCode: 1 }],
    answer: () => says("Hello"),
  },
  { name: "max-turns", runs: [{ args: ["--max-turns=1", "--allowedTools=Bash"], exitCode: 1 }], answer: () => echo },
  { name: "budget", runs: [{ args: ["--max-budget-usd=0.000001", "--allowedTools=Bash"], exitCode: 1 }], answer: () => echo },
  { name: "api-error", runs: [{ exitCode: 1 }], answer: () => ({ type: "failure", status: 400 }) },
  {
    name: "api-retries",
    runs: [{ exitCode: 1 }],
    env: { CLAUDE_CODE_MAX_RETRIES: "1" },
    answer: (_request, n) => (n === 1 ? { type: "failure", status: 529 } : { type: "cut" }),
  },
  { name: "not-logged-in", runs: [{ exitCode: 1 }], env: { ANTHROPIC_API_KEY: undefined }, answer: () => says("Hello") },
  {
    name: "fallback-model",
    runs: [{ args: ["--model=claude-opus-4-5", "--fallback-model=claude-haiku-4-5"] }],
    env: { CLAUDE_CODE_MAX_RETRIES: "4" },
    answer: ({ model }) => (model.includes("haiku") ? says("Hello") : { type: "failure", status: 529 }),
  },
  { name: "refusal", runs: [{ exitCode: 1 }], answer: () => ({ type: "message", content: [], stopReason: "refusal" }) },
  {
    name: "too-long",
    runs: [{ exitCode: 1 }],
    answer: () => ({ type: "message", content: [{ type: "text", text: "cut" }], stopReason: "max_tokens" }),
  },
  {
    name: "structured-output",
    runs: [{ args: [`--json-schema=${schema}`] }, { args: [`--json-schema=${schema}`], exitCode: 1 }],
    answer: (_request, n) => calls(["StructuredOutput", { sum: n === 1 ? 3 : "three" }]),
  },
  { name: "session-mirror", runs: [{ args: ["--session-mirror"] }], answer: () => says("Hello") },
];
