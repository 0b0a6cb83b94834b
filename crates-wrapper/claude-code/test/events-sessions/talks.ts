import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { permissionLine, refusalLine, replyLine } from "../../src/control/reply.ts";
import { type ControlRequest, requestLine } from "../../src/control/request.ts";
import { userLine } from "../../src/control/user-message.ts";
import type { PermissionDecision } from "../../src/control/permission.ts";
import type { AskedEvent, ClaudeEvent } from "../../src/events/event.ts";
import { calls, says, steps } from "../fake-messages-answer.ts";
import { type Run, type Say, type Session, untilResults } from "./session.ts";
import { tinyMcpServer } from "./tools.ts";

const done = says("Done");
const touch = calls(["Bash", { command: "touch made.txt", description: "Make a file" }]);
const stdio = ["--permission-prompt-tool=stdio"];
const messageId = "5f0b6f6e-0000-4000-8000-000000000001";

const interrupt = requesting({ subtype: "interrupt" });
const options = [
  { label: "A", description: "The first" },
  { label: "B", description: "The second" },
];
const question = { question: "Which?", header: "Pick", multiSelect: false, options };

/** What the client and Claude Code say to one another over stdin and stdout. */
export const talkSessions: readonly Session[] = [
  { name: "permission-granted", runs: [asking({ behavior: "allow" })], answer: steps(touch, done) },
  { name: "permission-refused", runs: [asking({ behavior: "deny", message: "Not today" })], answer: steps(touch, done) },
  {
    name: "permission-refused-for-good",
    runs: [{ ...asking({ behavior: "deny", message: "Stop", interrupt: true }), exitCode: 1 }],
    answer: steps(touch, done),
  },
  {
    name: "permission-for-more",
    runs: [
      {
        args: stdio,
        talk: (say) =>
          both(untilResults(1, opened(say)), (event) => {
            if (event.type !== "control_request" || event.request.subtype !== "can_use_tool") return;
            const updatedPermissions = [{ type: "setMode", mode: "acceptEdits", destination: "session" }] as const;
            say.line(permissionLine(event.request_id, { behavior: "allow", updatedPermissions }));
          }),
      },
    ],
    answer: steps(touch, touch, done),
  },
  {
    name: "question",
    runs: [
      {
        args: stdio,
        talk: (say) =>
          both(untilResults(1, opened(say)), (event) => {
            if (event.type !== "control_request" || event.request.subtype !== "can_use_tool") return;
            say.line(
              permissionLine(event.request_id, { behavior: "allow", updatedInput: { ...event.request.input, answers: { "Which?": "A" } } }),
            );
          }),
      },
    ],
    answer: steps(calls(["AskUserQuestion", { questions: [question] }]), done),
  },
  {
    name: "interrupted",
    runs: [
      {
        // The session goes on.
        args: ["--include-partial-messages"],
        talk: (say) => {
          let isInterrupted = false;
          return both(
            untilResults(2, opened(say), () => say.line(userLine({ content: "More" }))),
            (event) => {
              if (isInterrupted || event.type !== "stream_event" || event.event.type !== "content_block_delta") return;
              isInterrupted = true;
              say.line(interrupt);
            },
          );
        },
      },
    ],
    answer: steps({ type: "trickle", everyMs: 50 }, done),
  },
  {
    name: "interrupted-tool",
    runs: [
      {
        args: ["--allowedTools=Bash"],
        exitCode: 1,
        talk: (say) =>
          both(untilResults(1, opened(say)), (event) => {
            if (event.type === "system" && event.subtype === "task_started") say.line(interrupt);
          }),
      },
    ],
    answer: steps(calls(["Bash", { command: "for i in 1 2 3 4 5 6 7 8 9; do echo $i; sleep 1; done", description: "Count" }]), done),
  },
  {
    name: "hooks-of-client",
    runs: [
      {
        args: ["--allowedTools=Bash"],
        talk: (say) => {
          const hook = [{ hookCallbackIds: ["a-hook"] }];
          say.line(
            requesting({ subtype: "initialize", hooks: { PreToolUse: hook, PostToolUse: hook, UserPromptSubmit: hook, Stop: hook } }),
          );
          return both(untilResults(1, opened(say)), (event) => {
            if (event.type !== "control_request" || event.request.subtype !== "hook_callback") return;
            say.line(replyLine(event.request_id, {}));
          });
        },
      },
    ],
    answer: steps(calls(["Bash", { command: "echo hi", description: "Say hi" }]), done),
  },
  {
    name: "mcp-server-of-client",
    runs: [
      {
        args: ["--allowedTools=mcp__mine__echo"],
        talk: (say) => {
          say.line(requesting({ subtype: "initialize", sdkMcpServers: ["mine"] }));
          const results = untilResults(1, say);
          return (event) => {
            results(event);
            if (event.type !== "control_request") return;
            const { method } = mineAnswers(event, say);
            if (method === "tools/list") say.line(userLine({ content: "The prompt" }));
          };
        },
      },
    ],
    answer: steps(calls(["mcp__mine__echo", { text: "hi" }]), done),
  },
  {
    name: "several-turns",
    runs: [
      {
        args: ["--replay-user-messages"],
        talk: (say) => untilResults(2, opened(say), () => say.line(userLine({ content: "More", uuid: messageId }))),
      },
    ],
    env: { CLAUDE_CODE_EMIT_SESSION_STATE_EVENTS: "1" },
    answer: (_request, n) => says(`Answer ${n}`),
  },
  {
    name: "slash-commands",
    runs: [
      {
        talk: (say) =>
          untilResults(5, opened(say), (count) =>
            say.line(userLine({ content: ["/compact", "/context", "/clear", "More"][count - 1] ?? "" })),
          ),
      },
    ],
    answer: (_request, n) => says(`Answer ${n}`),
  },
  {
    name: "requests",
    runs: [{ args: ["--allowedTools=Bash"], talk: askAll }],
    env: { CLAUDE_CODE_ENABLE_SDK_FILE_CHECKPOINTING: "1" },
    prepare: ({ cwd }) => {
      writeFileSync(join(cwd, "tiny.mjs"), tinyMcpServer);
      writeFileSync(join(cwd, "a.txt"), "hello\n");
    },
    answer: steps(
      calls(["Bash", { command: "while true; do echo tick; sleep 1; done", description: "Tick", run_in_background: true }]),
      done,
    ),
  },
];

/** Named by subtype, so that the answer tells what was asked. */
function requesting(body: ControlRequest, n = 1): string {
  return requestLine(`${body.subtype}-${n}`, body);
}

/** Says the prompt at once. */
function opened(say: Say): Say {
  say.line(userLine({ content: "The prompt" }));
  return say;
}

function both(...listeners: readonly ((event: ClaudeEvent) => void)[]): (event: ClaudeEvent) => void {
  return (event) => {
    for (const listener of listeners) listener(event);
  };
}

/** A run that gives the same decision to each question. */
function asking(decision: PermissionDecision): Run {
  return {
    args: stdio,
    talk: (say) => {
      say.line(requesting({ subtype: "initialize" }));
      return both(untilResults(1, opened(say)), (event) => {
        if (event.type !== "control_request") return;
        say.line(
          event.request.subtype === "can_use_tool" ? permissionLine(event.request_id, decision) : refusalLine(event.request_id, "No"),
        );
      });
    },
  };
}

/** An MCP server with one tool, which says what it was told. */
function mineAnswers({ request_id, request }: AskedEvent, say: Say): { readonly method: unknown } {
  if (request.subtype !== "mcp_message") {
    say.line(refusalLine(request_id, "No"));
    return { method: undefined };
  }
  const { id, method, params } = request.message as { id?: number; method?: string; params?: { protocolVersion?: string } };
  const tools = [{ name: "echo", description: "Says it again", inputSchema: { type: "object" } }];
  const initialized = { protocolVersion: params?.protocolVersion, capabilities: { tools: {} }, serverInfo: { name: "mine", version: "1" } };
  const results: Readonly<Record<string, unknown>> = {
    initialize: initialized,
    "tools/list": { tools },
    "tools/call": { content: [{ type: "text", text: "said" }] },
  };
  say.line(replyLine(request_id, { mcp_response: { jsonrpc: "2.0", id: id ?? 0, result: results[method ?? ""] ?? {} } }));
  return { method };
}

/** Each request once, the next when the last is answered; those about tasks behind a turn that starts one. */
function askAll(say: Say): (event: ClaudeEvent) => void {
  const tiny = { command: process.execPath, args: ["tiny.mjs"] };
  let taskId = "";
  const before: readonly ControlRequest[] = [
    { subtype: "initialize", title: "A title", agents: { mine: { description: "An agent", prompt: "You are" } } },
    { subtype: "set_permission_mode", mode: "acceptEdits" },
    { subtype: "set_permission_mode", mode: "bypassPermissions" },
    { subtype: "set_model", model: "claude-haiku-4-5" },
    { subtype: "set_max_thinking_tokens", max_thinking_tokens: 2000 },
    { subtype: "apply_flag_settings", settings: { model: "claude-haiku-4-5" } },
    { subtype: "mcp_set_servers", servers: { tiny } },
    { subtype: "mcp_status" },
    { subtype: "mcp_call", tool: "mcp__tiny__echo", arguments: { text: "hi" } },
    { subtype: "mcp_reconnect", serverName: "tiny" },
    { subtype: "mcp_toggle", serverName: "tiny", enabled: false },
    { subtype: "get_binary_version" },
    { subtype: "get_context_usage" },
    { subtype: "get_session_cost" },
    { subtype: "get_settings" },
    { subtype: "get_usage" },
    { subtype: "list_models" },
    { subtype: "list_permission_rules" },
    { subtype: "file_suggestions", query: "a" },
    { subtype: "read_file", path: "a.txt" },
    { subtype: "cancel_async_message", message_uuid: "5f0b6f6e-0000-4000-8000-000000000002" },
    { subtype: "rename_session", title: "Another title" },
    { subtype: "reload_plugins" },
    { subtype: "reload_skills" },
  ];
  const behind = (): readonly ControlRequest[] => [
    { subtype: "get_task_output", task_id: taskId },
    { subtype: "background_tasks" },
    { subtype: "stop_task", task_id: taskId },
    { subtype: "rewind_files", user_message_id: messageId, dry_run: true },
    { subtype: "side_question", question: "Why?" },
    { subtype: "interrupt" },
    { subtype: "end_session" },
  ];
  let waiting = [...before];
  let isTurnOver = false;
  let asked = 0;
  const next = (): void => {
    const body = waiting.shift();
    asked += 1;
    if (body !== undefined) say.line(requesting(body, asked));
    else if (!isTurnOver) say.line(userLine({ content: "The prompt", uuid: messageId }));
  };
  next();
  return (event) => {
    if (event.type === "system" && event.subtype === "task_started") taskId = event.task_id;
    if (event.type === "control_response") next();
    if (event.type === "result" && !isTurnOver) {
      isTurnOver = true;
      waiting = [...behind()];
      next();
    }
  };
}
