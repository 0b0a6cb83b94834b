import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { calls, says, steps } from "../fake-messages-answer.ts";
import { type MessagesRequest, toolResults, userTexts } from "../fake-messages-server.ts";
import type { Session } from "./session.ts";

const done = says("Done");
const bash = (command: string, more: object = {}): [string, object] => ["Bash", { command, description: "A command", ...more }];
const mcpServers = { tiny: { command: process.execPath, args: ["tiny.mjs"] }, gone: { command: "/no/such/program" } };

/** What the model does with tools, and what is told of it. */
export const toolSessions: readonly Session[] = [
  {
    name: "tools",
    runs: [{ args: ["--allowedTools=Bash,Read,Edit,Write"] }],
    prepare: ({ cwd }) => writeFileSync(join(cwd, "a.txt"), "one\ntwo\n"),
    answer: (request, _n, { cwd }) =>
      [
        calls(["Read", { file_path: join(cwd, "a.txt") }]),
        calls(
          ["Edit", { file_path: join(cwd, "a.txt"), old_string: "one", new_string: "three" }],
          ["Write", { file_path: join(cwd, "b.txt"), content: "new\n" }],
        ),
        calls(bash("echo no >&2; exit 3")),
        calls(["NoSuchTool", {}]),
      ][request.messages.filter(({ role }) => role === "assistant").length] ?? done,
  },
  {
    name: "slow-command",
    runs: [{ args: ["--allowedTools=Bash"] }],
    answer: steps(calls(bash("for i in 1 2 3 4 5; do echo $i; sleep 1; done")), done),
  },
  { name: "denied", answer: steps(calls(bash("touch made.txt")), done) },
  {
    name: "denied-by-mode",
    runs: [{ args: ["--permission-mode=dontAsk"] }],
    answer: steps(calls(bash("touch made.txt")), done),
  },
  {
    name: "mcp-tools",
    runs: [{ args: [`--mcp-config=${JSON.stringify({ mcpServers })}`, "--strict-mcp-config", "--allowedTools=mcp__tiny"] }],
    prepare: ({ cwd }) => writeFileSync(join(cwd, "tiny.mjs"), tinyMcpServer),
    answer: steps(calls(["mcp__tiny__echo", { text: "hi" }]), calls(["mcp__tiny__fail", {}]), calls(["mcp__tiny__crash", {}]), done),
  },
  {
    name: "sub-agent",
    runs: [{ args: ["--forward-subagent-text", "--allowedTools=Bash"] }],
    answer: (request) => (isSubAgent(request) ? asSubAgent(request) : asMain(request, false)),
  },
  {
    name: "sub-agent-in-background",
    runs: [{ args: ["--allowedTools=Bash"] }],
    answer: (request) => (isSubAgent(request) ? asSubAgent(request) : asMain(request, true)),
  },
  {
    name: "command-in-background",
    runs: [{ args: ["--allowedTools=Bash"] }],
    answer: steps(calls(bash("echo early; sleep 1; echo late", { run_in_background: true })), done),
  },
  {
    name: "hooks-of-settings",
    runs: [{ args: ["--include-hook-events", "--allowedTools=Bash"] }],
    prepare: ({ cwd }) => {
      const hook = (command: string): object[] => [{ hooks: [{ type: "command", command }] }];
      const hooks = { SessionStart: hook("echo started"), PreToolUse: hook("echo out; echo err >&2"), PostToolUse: hook("exit 2") };
      mkdirSync(join(cwd, ".claude"));
      writeFileSync(join(cwd, ".claude", "settings.json"), JSON.stringify({ hooks }));
    },
    answer: steps(calls(bash("echo hi")), done),
  },
  { name: "safe-mode", runs: [{ args: ["--safe-mode"] }], answer: () => done },
];

const task = "The task of the sub-agent";

function isSubAgent(request: MessagesRequest): boolean {
  return userTexts(request).some((text) => text.includes(task)) && !userTexts(request).some((text) => text.includes("The prompt"));
}

function asSubAgent(request: MessagesRequest): ReturnType<typeof says> {
  return toolResults(request).length === 0 ? calls(bash("echo sub")) : says("Done by the sub-agent");
}

/** The model calls the tool `Agent`, which the list of the session names `Task`. */
function asMain(request: MessagesRequest, inBackground: boolean): ReturnType<typeof says> {
  const input = { description: "A look", prompt: task, subagent_type: "general-purpose", run_in_background: inBackground };
  return toolResults(request).length === 0 ? calls(["Agent", input]) : done;
}

const png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

/** An MCP server on stdio whose tools answer, say that they failed, and give a protocol error. */
export const tinyMcpServer: string = `
import { createInterface } from "node:readline";
const say = (reply) => process.stdout.write(JSON.stringify({ jsonrpc: "2.0", ...reply }) + "\\n");
const tools = ["echo", "fail", "crash"].map((name) => ({ name, description: name, inputSchema: { type: "object" }, annotations: { readOnlyHint: true } }));
for await (const line of createInterface({ input: process.stdin })) {
  const { id, method, params } = JSON.parse(line);
  if (id === undefined) continue;
  if (method === "initialize") {
    say({ id, result: { protocolVersion: params.protocolVersion, capabilities: { tools: {} }, serverInfo: { name: "tiny", version: "1" } } });
  } else if (method === "tools/list") say({ id, result: { tools } });
  else if (params?.name === "echo") {
    const content = [{ type: "text", text: params.arguments.text }, { type: "image", data: "${png}", mimeType: "image/png" }];
    say({ id, result: { content, structuredContent: { said: params.arguments.text }, _meta: { "tiny/note": 1 } } });
  } else if (params?.name === "fail") say({ id, result: { content: [{ type: "text", text: "no" }], isError: true } });
  else say({ id, error: { code: -32000, message: "boom" } });
}
`;
