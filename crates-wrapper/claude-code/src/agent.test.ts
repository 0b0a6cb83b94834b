import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import type { AgentEvent, AgentRequest, RunAgent } from "@lockstep/wrapper";
import { claudeCodeAgent } from "./agent.ts";
import { all, scripted } from "./scripted-claude.ts";

interface ScriptedAgent {
  readonly runAgent: RunAgent;
  readonly cwd: string;
}

/** An agent of a script, which keeps its arguments; see `scripted`. */
async function agentOf(t: TestContext, script: string, version = "2.1.332"): Promise<ScriptedAgent> {
  const { cwd } = await scripted(t, `fs.writeFileSync("argv", process.argv.slice(2).join(" ")); ${script}`);
  return { runAgent: await claudeCodeAgent({ binary: join(cwd, "claude"), cwd, version, timeouts: { totalMs: 30_000 } }), cwd };
}

const good = `hear(({ type }) => { if (type === "user") { init(); text("Said"); result({ structured_output: { a: 1 } }); } });`;
const spoken = "--input-format=stream-json --output-format=stream-json --verbose";

const requests: readonly (readonly [Partial<AgentRequest>, words: string])[] = [
  [{}, `${spoken} --permission-mode=dontAsk --disallowedTools=Edit --disallowedTools=Write --disallowedTools=NotebookEdit`],
  [
    { tools: { allow: ["Edit(src/**)", "Bash(ls)"], deny: ["WebFetch"] } },
    `${spoken} --permission-mode=dontAsk --allowedTools=Edit(src/**) --allowedTools=Bash(ls) --disallowedTools=Write --disallowedTools=NotebookEdit --disallowedTools=WebFetch`,
  ],
  [
    { access: "edit-workspace", tools: { allow: ["Read"], deny: ["Bash"] } },
    `${spoken} --permission-mode=acceptEdits --allowedTools=Read --disallowedTools=Bash`,
  ],
  [{ onPermission: () => ({ type: "allow" }) }, `${spoken} --permission-mode=default --permission-prompt-tool=stdio`],
  [{ access: "full", session: { type: "continue" } }, `${spoken} --continue --permission-mode=bypassPermissions`],
  [{ access: "full", session: { type: "fork", id: "s0" } }, `${spoken} --resume=s0 --fork-session --permission-mode=bypassPermissions`],
  [
    { access: "full", model: "m", effort: "max", maxTurns: 2, budgetUsd: 0.5, outputSchema: { type: "object" } },
    `${spoken} --json-schema={"type":"object"} --model=m --effort=max --permission-mode=bypassPermissions --max-turns=2 --max-budget-usd=0.5`,
  ],
  [{ access: "full", instructions: { type: "replace", text: "t" } }, `${spoken} --permission-mode=bypassPermissions --system-prompt=t`],
];

test("claudeCodeAgent() makes the command line of a request", async (t) => {
  const { runAgent, cwd } = await agentOf(t, good);
  for (const [request, words] of requests) {
    await all(runAgent({ prompt: "p", ...request }));
    assert.equal(readFileSync(join(cwd, "argv"), "utf8"), `--print ${words}`);
  }
});

test("claudeCodeAgent() refuses what it or the installed version cannot do", async (t) => {
  const { runAgent, cwd } = await agentOf(t, good);
  assert.throws(() => runAgent({ prompt: "p", effort: "minimal" }), { code: "AGENT_REFUSAL", field: "effort", agent: "Claude Code" });
  const both: Partial<AgentRequest> = { access: "full", onPermission: () => ({ type: "allow" }) };
  assert.throws(() => runAgent({ prompt: "p", ...both }), { code: "AGENT_REFUSAL", field: "onPermission" });
  assert.equal(existsSync(join(cwd, "argv")), false);
  const strict = await claudeCodeAgent({ binary: join(cwd, "claude"), cwd, version: "2.1.332", allowHidden: false });
  const hidden: readonly (readonly [string, Partial<AgentRequest>])[] = [
    ["maxTurns", { maxTurns: 1 }],
    ["onPermission", { onPermission: () => ({ type: "allow" }) }],
  ];
  for (const [field, request] of hidden) assert.throws(() => strict({ prompt: "p", ...request }), { code: "AGENT_REFUSAL", field });
  assert.throws(() => runAgent({ prompt: "p\0", model: "\0" }), { code: "CLAUDE_CODE_REQUEST" });
});

test("claudeCodeAgent() tells what happens in the words of every agent", async (t) => {
  const call = (id: string, name: string, input: object): string => JSON.stringify({ type: "tool_use", id, name, input });
  const outcome = (id: string, content: unknown, isError = false): string =>
    `say({ type: "user", message: { role: "user", content: [${JSON.stringify({ type: "tool_result", tool_use_id: id, content, is_error: isError })}] }, parent_tool_use_id: null, uuid: "u", session_id: "s1" });`;
  const { runAgent } = await agentOf(
    t,
    `hear(({ type }) => { if (type !== "user") return; init();
      message({ type: "thinking", thinking: "Hm" }); text("I begin");
      message(${call("t1", "TodoWrite", {
        todos: [
          { content: "One", status: "completed" },
          { content: "Two", status: "pending" },
        ],
      })}); ${outcome("t1", "ok")}
      message(${call("t2", "Edit", { file_path: "a" })}); ${outcome("t2", "No such file", true)}
      message(${call("t3", "mcp__my_server__do__it", {})}); ${outcome("t3", [{ type: "text", text: "one" }, { type: "image" }])}
      message(${call("t4", "StructuredOutput", {})}); ${outcome("t4", "ok")}
      say({ type: "system", subtype: "api_retry", attempt: 1, max_retries: 3, retry_delay_ms: 500.4, error_status: 529, error: "overloaded", uuid: "u", session_id: "s1" });
      say({ type: "system", subtype: "permission_denied", tool_name: "Bash", tool_use_id: "t5", message: "No", uuid: "u", session_id: "s1" });
      say({ type: "something_new", a: 1 }); console.log("no JSON");
      message({ type: "text", text: "Of a sub-agent" }); init(); result(); });`,
  );
  const events = await all(runAgent({ prompt: "p", access: "full" }));
  const expected: readonly Partial<AgentEvent>[] = [
    { type: "session-started", sessionId: "s1", model: "opus" },
    { type: "reasoning", text: "Hm" },
    { type: "text", text: "I begin" },
    { type: "tool-started", id: "t1", kind: "other", tool: "TodoWrite" },
    {
      type: "todo",
      items: [
        { text: "One", isDone: true },
        { text: "Two", isDone: false },
      ],
    },
    { type: "tool-finished", id: "t1", ok: true, output: "ok" },
    { type: "tool-started", id: "t2", kind: "file-change", tool: "Edit", input: { file_path: "a" } },
    { type: "tool-finished", id: "t2", kind: "file-change", ok: false, output: "No such file" },
    { type: "tool-started", id: "t3", kind: "mcp", tool: "my_server/do__it" },
    { type: "tool-finished", id: "t3", kind: "mcp", output: 'one\n{"type":"image"}' },
    { type: "notice", kind: "retry", message: "Attempt 1 of 3 to ask the model again, in 500 ms (overloaded, HTTP status 529)" },
    { type: "permission-decided", id: "t5", tool: "Bash", by: "rule", decision: { type: "deny", message: "No" } },
    { type: "unknown", raw: { type: "something_new", a: 1 } },
    { type: "unknown", raw: "no JSON" },
    { type: "text", text: "Of a sub-agent" },
    { type: "usage", usage: { scope: "run", inputTokens: 30, cachedInputTokens: 10, outputTokens: 10 } },
    { type: "finished" },
  ];
  assert.deepEqual(
    events.map(({ type }) => type),
    expected.map(({ type }) => type),
  );
  assert.partialDeepStrictEqual(events, expected);
});

test("claudeCodeAgent() tells of a question, then of its decision, then of what follows", async (t) => {
  const { runAgent } = await agentOf(
    t,
    `const ask = (id) => say({ type: "control_request", request_id: id, request: { subtype: "can_use_tool", tool_name: "Bash", input: { command: id }, tool_use_id: id } });
    hear(({ type, response }) => { if (type === "user") { init(); ask("a"); }
      else if (response.request_id === "a") { text(response.response.behavior); ask("b"); } else { result({ result: JSON.stringify(response.response) }); } });`,
  );
  const onPermission: AgentRequest["onPermission"] = ({ id, tool, input }) => {
    assert.deepEqual([tool, input], ["Bash", { command: id }]);
    return id === "a" ? { type: "allow", input: { command: "other" } } : { type: "deny", message: "No", ends: true };
  };
  const events = await all(runAgent({ prompt: "p", onPermission }));
  assert.deepEqual(
    events.map((event) => `${event.type} ${"id" in event ? event.id : ""}`.trim()),
    [
      "session-started",
      "permission-asked a",
      "permission-decided a",
      "text",
      "permission-asked b",
      "permission-decided b",
      "usage",
      "finished",
    ],
  );
  const last = events.at(-1);
  assert.equal(last?.type === "finished" && last.result.text, '{"behavior":"deny","message":"No","interrupt":true}');
  const decided = events.flatMap((event) => (event.type === "permission-decided" ? [[event.by, event.decision.type]] : []));
  assert.deepEqual(decided, [
    ["callback", "allow"],
    ["callback", "deny"],
  ]);
});

test("claudeCodeAgent() refuses by the callback's failure, also when it decides nothing", async (t) => {
  const { runAgent } = await agentOf(
    t,
    `hear(({ type, response }) => { if (type === "user") { init(); say({ type: "control_request", request_id: "a", request: { subtype: "can_use_tool", tool_name: "Bash", input: {}, tool_use_id: "a" } }); }
      else result({ result: response.response.message }); });`,
  );
  for (const [onPermission, message] of [
    [() => undefined as never, "The permission callback failed: it answered with no decision: undefined"],
    [() => Promise.reject(new Error("Broken")), "The permission callback failed: Broken"],
  ] as const) {
    const events = await all(runAgent({ prompt: "p", onPermission }));
    const decided = events.find((event) => event.type === "permission-decided");
    assert.deepEqual(decided?.decision, { type: "deny", message });
  }
});

test("claudeCodeAgent() names how a run ended, with what it cost", async (t) => {
  for (const [subtype, outcome] of [
    ["error_max_turns", "max-turns"],
    ["error_max_budget_usd", "budget"],
    ["error_during_execution", "interrupted"],
    ["error_max_structured_output_retries", "failed"],
  ] as const) {
    const { runAgent } = await agentOf(
      t,
      `hear(() => { init(); text("Half"); result({ subtype: ${JSON.stringify(subtype)}, is_error: true, errors: ["e"], terminal_reason: "aborted_tools" }); process.exit(1); });`,
    );
    const last = (await all(runAgent({ prompt: "p" }))).at(-1);
    assert.ok(last?.type === "finished");
    const { error, ...result } = last.result;
    assert.deepEqual(result, {
      outcome,
      text: "Half",
      structured: undefined,
      sessionId: "s1",
      usage: { scope: "run", inputTokens: 30, cachedInputTokens: 10, outputTokens: 10 },
      costUsd: 1,
    });
    assert.equal(error?.code, "CLAUDE_CODE_EXIT");
  }
  const absent = await claudeCodeAgent({ binary: "/no/such/claude", version: "2.1.332" });
  const events = await all(absent({ prompt: "p" }));
  assert.deepEqual(
    events.map((event) => event.type === "finished" && [event.result.outcome, event.result.error?.code]),
    [["failed", "CLAUDE_CODE_NOT_STARTED"]],
  );
});
