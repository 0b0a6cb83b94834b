import { writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Scripted sessions that together make codex print every kind of event and item that we know how to provoke.
 * Each is one or several runs of `codex exec --json`; `answer` plays the model.
 */
export interface Session {
  readonly name: string;
  /** A model that codex knows has tools that others lack. */
  readonly model?: string;
  readonly config?: readonly string[];
  /** All is allowed when absent. */
  readonly sandbox?: "read-only";
  readonly streamRetries?: number;
  /** The words after `exec` of each run; one plain run when absent. */
  readonly runs?: readonly (readonly string[])[];
  prepare?(folders: { readonly cwd: string; readonly codexHome: string }): void;
  /** @param n counts the requests of the session from 1 */
  answer(request: ModelRequest, n: number): ModelAnswer;
}

/** What codex sends to the model, as far as the scripts look at it. */
export interface ModelRequest {
  readonly input: readonly { readonly type: string; readonly role?: string; readonly output?: unknown }[];
  readonly tools?: readonly Tool[];
  readonly text?: unknown;
}

interface Tool {
  readonly name?: string;
  readonly tools?: readonly Tool[];
}

/** Output items of one response, an HTTP failure, a stream that is cut, or silence. */
export type ModelAnswer =
  | { readonly type: "items"; readonly items: readonly object[]; readonly announced?: boolean }
  | { readonly type: "failure"; readonly status: number }
  | { readonly type: "cut" }
  | { readonly type: "silence" };

let callCount = 0;
const done = says("Done");
const png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

export const sessions: readonly Session[] = [
  {
    name: "commands",
    answer: steps(
      items(command("echo one"), command("echo two >&2; exit 3")),
      items(command("echo early; sleep 300.77", { yield_time_ms: 300 })),
      done,
    ),
  },
  {
    name: "command-input",
    answer: (request, n) => {
      if (n === 1) return items(command("read x; echo got $x", { yield_time_ms: 300, tty: true }));
      const session = Number(/session ID (\d+)/.exec(outputs(request).join(" "))?.[1]);
      return n === 2 ? items(call("write_stdin", { session_id: session, chars: "hey\n", yield_time_ms: 1500 })) : done;
    },
  },
  {
    // From 0.146 on, a reviewer that is a model itself can decline.
    name: "declined",
    sandbox: "read-only",
    config: ['approval_policy="on-request"', 'approvals_reviewer="auto_review"', "features.guardian_approval=true"],
    answer: (request) => {
      if (JSON.stringify(request.text ?? {}).includes("outcome")) {
        return says(JSON.stringify({ risk_level: "critical", user_authorization: "low", outcome: "deny", rationale: "No." }));
      }
      const asked = command("touch x.txt", { sandbox_permissions: "require_escalated", justification: "Please" });
      return [items(asked), items(patch("*** Add File: z.txt\n+z"))][outputs(request).length] ?? done;
    },
  },
  {
    name: "patches",
    answer: steps(
      items(patch("*** Add File: a.txt\n+a\n*** Add File: b.txt\n+b")),
      items(patch("*** Update File: a.txt\n@@\n-a\n+aa\n*** Delete File: b.txt")),
      items(patch("*** Update File: a.txt\n*** Move to: c.txt\n@@\n-aa\n+cc")),
      items(patch("*** Add File: /proc/no/such.txt\n+a")),
      done,
    ),
  },
  {
    name: "plan",
    model: "gpt-5.5",
    config: ["tools.update_plan={enabled=true}"],
    answer: steps(plan("in_progress", "pending"), plan("completed", "in_progress"), done),
  },
  {
    name: "web-searches",
    answer: () => ({
      type: "items",
      announced: true,
      items: [
        { type: "search", query: "q1" },
        { type: "search", queries: ["q2", "q3"] },
        { type: "open_page", url: "https://example.com/" },
        { type: "find_in_page", url: "https://example.com/", pattern: "p" },
        { type: "brand_new" },
        undefined,
      ]
        .map((action): object => ({ type: "web_search_call", status: "completed", ...(action && { action }) }))
        .concat(message("Done")),
    }),
  },
  {
    name: "reasoning",
    config: ['model_reasoning_summary="detailed"', "show_raw_agent_reasoning=true"],
    answer: () =>
      items(
        { type: "reasoning", summary: [text("summary_text", "**Thinking**"), text("summary_text", "Second")], encrypted_content: "e" },
        { type: "reasoning", summary: [], content: [text("reasoning_text", "raw")], encrypted_content: "e" },
        { ...message("On the way"), phase: "commentary" },
        { ...message("Done"), phase: "final_answer" },
      ),
  },
  {
    name: "mcp-calls",
    config: [`mcp_servers.tiny={command=${JSON.stringify(process.execPath)},args=["tiny.mjs"]}`],
    prepare: ({ cwd }) => writeFileSync(join(cwd, "tiny.mjs"), tinyMcpServer),
    answer: (request, n) => {
      const tiny = (name: string, args: object): object => mcpCall(request, name, args);
      return [items(tiny("echo", { text: "hi" })), items(tiny("fail", {})), items(tiny("crash", {}))][n - 1] ?? done;
    },
  },
  {
    name: "sub-agents",
    config: ["features.multi_agent=true"],
    answer: (request) => {
      if (promptOf(request).includes("Child job")) return says("Child answer");
      const agent = threadIn(request);
      const ask = (name: string, args: object): ModelAnswer => items(agentCall(request, name, args));
      const stranger = "01a1fc28-e867-7a83-b2f2-96e1dc77f88d";
      const script = [
        () => ask("spawn_agent", { message: "Child job" }),
        () => ask("wait_agent", { targets: [agent], timeout_ms: 10_000 }),
        () => ask("send_input", { target: agent, message: "Child job again" }),
        () => ask("close_agent", { target: agent }),
        () => ask("resume_agent", { id: agent }),
        () => ask("send_input", { target: stranger, message: "x" }),
      ];
      return script[outputs(request).length]?.() ?? done;
    },
  },
  {
    name: "sub-agents-in-trouble",
    config: ["features.multi_agent=true"],
    answer: (request) => {
      if (promptOf(request).includes("Bad job")) return { type: "failure", status: 400 };
      if (promptOf(request).includes("Long job")) return { type: "silence" };
      const ask = (name: string, args: object): ModelAnswer => items(agentCall(request, name, args));
      const script = [
        () => ask("spawn_agent", { message: "Bad job" }),
        () => ask("wait_agent", { targets: [threadIn(request)], timeout_ms: 10_000 }),
        () => ask("spawn_agent", { message: "Long job" }),
        () => ask("wait_agent", { targets: [threadIn(request)], timeout_ms: 10_000 }),
        () => ask("close_agent", { target: threadIn(request) }),
      ];
      return script[outputs(request).length]?.() ?? done;
    },
  },
  {
    // The second generation of sub-agents, of which exec prints the waiting alone since 0.146.
    name: "sub-agents-v2",
    config: ["features.multi_agent_v2=true"],
    answer: (request) => {
      const ask = (name: string, args: object): ModelAnswer => items(agentCall(request, name, args));
      if (!JSON.stringify(request.input).includes("Run 1")) return says("Child answer");
      const target = "/root/kid";
      const script = [
        () => ask("spawn_agent", { task_name: "kid", message: "Child job", fork_turns: "none" }),
        () => ask("send_message", { target, message: "A note" }),
        () => ask("followup_task", { target, message: "Child job again" }),
        () => ask("wait_agent", { timeout_ms: 10_000 }),
        () => ask("list_agents", {}),
        () => ask("interrupt_agent", { target }),
      ];
      return script[outputs(request).length]?.() ?? done;
    },
  },
  { name: "refused", answer: () => ({ type: "failure", status: 400 }) },
  { name: "reconnected", streamRetries: 2, answer: steps({ type: "cut" }, { type: "cut" }, done) },
  { name: "cut-off", streamRetries: 1, answer: () => ({ type: "cut" }) },
  {
    name: "images",
    prepare: ({ cwd }) => writeFileSync(join(cwd, "p.png"), Buffer.from(png, "base64")),
    answer: steps(
      items(call("view_image", { path: "p.png" })),
      items({ type: "image_generation_call", status: "completed", revised_prompt: "A cat", result: png }, message("Done")),
    ),
  },
  {
    name: "resumed",
    runs: [[], ["resume", "--last"], ["resume", "--last"]],
    answer: (_request, n) => (n % 2 === 1 ? items(command(`echo ${n}`)) : done),
  },
  {
    name: "resumed-after-failure",
    runs: [[], ["resume", "--last"]],
    answer: steps(items(command("echo one")), { type: "failure", status: 400 }, done),
  },
  { name: "compacted", runs: [[], ["resume", "--last"]], config: ["model_auto_compact_token_limit=50"], answer: () => done },
  { name: "review", runs: [["review"]], answer: () => says("No findings") },
  {
    name: "warnings",
    config: ["features.web_search_request=true", 'experimental_instructions_file="x.md"'],
    answer: () => done,
  },
];

function steps(...answers: readonly ModelAnswer[]): Session["answer"] {
  return (_request, n) => answers[n - 1] ?? done;
}

function items(...list: readonly object[]): ModelAnswer {
  return { type: "items", items: list };
}

function says(words: string): ModelAnswer {
  return items(message(words));
}

function message(words: string): object {
  return { type: "message", role: "assistant", content: [text("output_text", words)] };
}

function text(type: string, words: string): object {
  return { type, text: words };
}

/** Tools may stand in a namespace since 0.146. */
function call(name: string, args: object, namespace?: string): object {
  callCount += 1;
  const place = namespace === undefined ? {} : { namespace };
  return { type: "function_call", call_id: `call_${callCount}`, name, arguments: JSON.stringify(args), ...place };
}

function command(cmd: string, more: object = {}): object {
  return call("exec_command", { cmd, ...more });
}

function patch(body: string): object {
  return command(`apply_patch <<'EOF'\n*** Begin Patch\n${body}\n*** End Patch\nEOF`);
}

function plan(first: string, second: string): ModelAnswer {
  const list = [
    { step: "A", status: first },
    { step: "B", status: second },
  ];
  return items(call("update_plan", { explanation: "Why", plan: list }));
}

/** A tool of the MCP server "tiny": its name carries the server's in 0.125, and its namespace does since. */
function mcpCall({ tools = [] }: ModelRequest, name: string, args: object): object {
  const space = tools.find((tool) => tool.name?.includes("tiny") && tool.tools?.some((each) => each.name === name));
  return space === undefined ? call(`mcp__tiny__${name}`, args) : call(name, args, space.name);
}

function agentCall({ tools = [] }: ModelRequest, name: string, args: object): object {
  return call(name, args, tools.find((tool) => tool.tools?.some((each) => each.name === name))?.name);
}

function outputs({ input }: ModelRequest): string[] {
  return input.filter(({ type }) => type === "function_call_output").map(({ output }) => JSON.stringify(output));
}

/** The last thread id among the outputs of tools. */
function threadIn(request: ModelRequest): string {
  return (
    [
      ...outputs(request)
        .join(" ")
        .matchAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g),
    ].at(-1)?.[0] ?? "none"
  );
}

/** What the user or the parent agent asked last. */
function promptOf({ input }: ModelRequest): string {
  return JSON.stringify(input.filter(({ role }) => role === "user").at(-1) ?? "");
}

/** An MCP server on stdio whose tools answer, say that they failed, and give a protocol error. */
const tinyMcpServer = `
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
    const content = [{ type: "text", text: params.arguments.text }, { type: "image", data: "aGk=", mimeType: "image/png" }];
    say({ id, result: { content, structuredContent: { said: params.arguments.text }, _meta: { "tiny/note": 1 } } });
  } else if (params?.name === "fail") say({ id, result: { content: [{ type: "text", text: "no" }], isError: true } });
  else say({ id, error: { code: -32000, message: "boom" } });
}
`;
