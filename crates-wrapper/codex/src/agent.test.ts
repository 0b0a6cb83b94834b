import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import type { AgentEvent, AgentField, AgentRequest, RunAgent } from "@lockstep/wrapper";
import { codexAgent } from "./agent.ts";
import { all, scripted } from "./scripted-codex.ts";

interface ScriptedAgent {
  readonly runAgent: RunAgent;
  readonly cwd: string;
}

/** An agent of a script, which keeps its arguments without paths, and its variables; see `scripted`. */
async function agentOf(t: TestContext, script = `fs.writeFileSync(file, "Done");`, version = "0.169.0"): Promise<ScriptedAgent> {
  const { cwd } = await scripted(
    t,
    `const folder = require("node:path").dirname(file); const shown = process.argv.slice(2).join(" ").replaceAll(folder, "FOLDER");
    const instructions = folder + "/instructions.md"; fs.writeFileSync("instructions", fs.existsSync(instructions) ? fs.readFileSync(instructions) : "");
    fs.writeFileSync("argv", shown); fs.writeFileSync("env", JSON.stringify(process.env)); ${script}`,
  );
  return { runAgent: await codexAgent({ binary: join(cwd, "codex"), cwd, version, env: { OWN: "1" } }), cwd };
}

const ending = "--skip-git-repo-check --json --output-last-message=FOLDER/last-message.txt";

const requests: readonly (readonly [Partial<AgentRequest>, words: string])[] = [
  [{}, `exec --sandbox=read-only ${ending} -`],
  [{ access: "full", model: "m" }, `exec --sandbox=danger-full-access --model=m ${ending} -`],
  [{ access: "edit-workspace", session: { type: "resume", id: "t1" } }, `exec --sandbox=workspace-write resume ${ending} t1 -`],
  [{ session: { type: "continue" } }, `exec --sandbox=read-only resume ${ending} --last -`],
  [{ session: { type: "fork", id: "t1" } }, `exec --sandbox=read-only fork ${ending} t1 -`],
  [
    { effort: "xhigh", instructions: { type: "append", text: 'Say "hi"' } },
    `--config=model_reasoning_effort="xhigh" --config=developer_instructions="Say \\"hi\\"" exec --sandbox=read-only ${ending} -`,
  ],
];

test("codexAgent() makes the command line of a request", async (t) => {
  const { runAgent, cwd } = await agentOf(t);
  for (const [request, words] of requests) {
    await all(runAgent({ prompt: "p", ...request }));
    assert.equal(readFileSync(join(cwd, "argv"), "utf8"), words);
  }
});

test("codexAgent() writes instructions to a file, and headers of MCP servers to variables", async (t) => {
  const { runAgent, cwd } = await agentOf(t);
  const headers = { Authorization: "Bearer hush", "X-Other": "more" };
  await all(
    runAgent({
      prompt: "p",
      instructions: { type: "replace", text: "All new" },
      env: { MINE: "2" },
      mcpServers: {
        web: { type: "http", url: "http://127.0.0.1/", headers },
        own: { type: "stdio", command: "c", args: ["-x"], env: { A: "b" } },
      },
    }),
  );
  const argv = readFileSync(join(cwd, "argv"), "utf8");
  assert.equal(readFileSync(join(cwd, "instructions"), "utf8"), "All new");
  assert.match(argv, /--config=model_instructions_file="FOLDER\/instructions.md"/);
  assert.match(argv, /mcp_servers\.web\.env_http_headers\.Authorization="LOCKSTEP_MCP_SECRET_HEADER_0"/);
  assert.match(argv, /shell_environment_policy\.set\.LOCKSTEP_MCP_SECRET_HEADER_1=""/);
  assert.match(argv, /features\.shell_snapshot=false/);
  assert.match(argv, /mcp_servers\.own\.env\.A="b"/);
  assert.doesNotMatch(argv, /hush|All new/);
  const env = JSON.parse(readFileSync(join(cwd, "env"), "utf8")) as Record<string, string>;
  assert.deepEqual(
    [env["LOCKSTEP_MCP_SECRET_HEADER_0"], env["LOCKSTEP_MCP_SECRET_HEADER_1"], env["OWN"], env["MINE"]],
    ["Bearer hush", "more", "1", "2"],
  );
});

test("codexAgent() refuses what it or the installed version cannot do", async (t) => {
  const { runAgent, cwd } = await agentOf(t, undefined, "0.125.0");
  const cannot: readonly (readonly [AgentField, Partial<AgentRequest>])[] = [
    ["onPermission", { onPermission: () => ({ type: "allow" }) }],
    ["maxTurns", { maxTurns: 1 }],
    ["budgetUsd", { budgetUsd: 1 }],
    ["tools", { tools: { deny: ["a"] } }],
    ["effort", { effort: "max" }],
    ["session", { session: { type: "fork", id: "t1" } }],
  ];
  for (const [field, request] of cannot)
    assert.throws(() => runAgent({ prompt: "p", ...request }), { code: "AGENT_REFUSAL", field, agent: "Codex" });
  assert.equal(existsSync(join(cwd, "argv")), false);
  assert.throws(() => runAgent({ prompt: "p", session: { type: "resume", id: "-x" } }), { code: "CODEX_REQUEST" });
});

test("codexAgent() tells what happens in the words of every agent", async (t) => {
  const usage = { input_tokens: 100, cached_input_tokens: 40, output_tokens: 7, reasoning_output_tokens: 0 };
  const item = (type: "started" | "updated" | "completed", fields: object): string =>
    `say(${JSON.stringify({ type: `item.${type}`, item: fields })});`;
  const command = { id: "i1", type: "command_execution", command: "ls", aggregated_output: "", exit_code: null, status: "in_progress" };
  const { runAgent } = await agentOf(
    t,
    `say({ type: "thread.started", thread_id: "t1" }); say({ type: "turn.started" });
    ${item("completed", { id: "i0", type: "reasoning", text: "Hm" })}
    ${item("started", command)} ${item("completed", { ...command, aggregated_output: "no", exit_code: 1, status: "failed" })}
    ${item("completed", { id: "i2", type: "file_change", changes: [{ path: "a", kind: "add" }], status: "completed" })}
    ${item("completed", { id: "i3", type: "mcp_tool_call", server: "s", tool: "t", arguments: { a: 1 }, result: { content: [{ type: "text", text: "one" }, { type: "image" }], structured_content: null }, error: null, status: "completed" })}
    ${item("started", { id: "i4", type: "todo_list", items: [{ text: "One", completed: true }] })}
    ${item("completed", { id: "i5", type: "error", message: "Old model" })}
    say({ type: "error", message: "Reconnecting... 1/5" });
    say({ type: "something.new" }); console.log("no JSON");
    ${item("completed", { id: "i6", type: "agent_message", text: "Done" })} fs.writeFileSync(file, "Done");
    say(${JSON.stringify({ type: "turn.completed", usage })});`,
  );
  const events = await all(runAgent({ prompt: "p", session: { type: "continue" } }));
  const expected: readonly Partial<AgentEvent>[] = [
    { type: "session-started", sessionId: "t1", model: undefined },
    { type: "reasoning", text: "Hm" },
    { type: "tool-started", id: "i1", kind: "command", input: { command: "ls" } },
    { type: "tool-finished", id: "i1", kind: "command", ok: false, output: "no" },
    { type: "tool-started", id: "i2", kind: "file-change" },
    { type: "tool-finished", id: "i2", ok: true, output: "add a" },
    { type: "tool-started", id: "i3", kind: "mcp", tool: "s/t" },
    { type: "tool-finished", id: "i3", ok: true, output: 'one\n{"type":"image"}' },
    { type: "todo", items: [{ text: "One", isDone: true }] },
    { type: "notice", kind: "warning", message: "Old model" },
    { type: "notice", kind: "retry", message: "Reconnecting... 1/5" },
    { type: "unknown", raw: { type: "something.new" } },
    { type: "unknown", raw: "no JSON" },
    { type: "text", text: "Done" },
    { type: "usage", usage: { scope: "session", inputTokens: 100, cachedInputTokens: 40, outputTokens: 7 } },
    {
      type: "finished",
      result: {
        outcome: "completed",
        text: "Done",
        structured: undefined,
        sessionId: "t1",
        usage: { scope: "session", inputTokens: 100, cachedInputTokens: 40, outputTokens: 7 },
        costUsd: undefined,
        error: undefined,
      },
    },
  ];
  assert.deepEqual(
    events.map(({ type }) => type),
    expected.map(({ type }) => type),
  );
  assert.partialDeepStrictEqual(events, expected);
});

test("codexAgent() finishes a run that failed with what it said before", async (t) => {
  const { runAgent } = await agentOf(
    t,
    `say({ type: "thread.started", thread_id: "t1" }); say({ type: "item.completed", item: { id: "i1", type: "agent_message", text: "Half" } });
    say({ type: "turn.failed", error: { message: "Out of order" } }); process.exitCode = 1;`,
  );
  const last = (await all(runAgent({ prompt: "p" }))).at(-1);
  assert.ok(last?.type === "finished");
  const { outcome, text, sessionId, error } = last.result;
  assert.deepEqual([outcome, text, sessionId, error?.code], ["failed", "Half", "t1", "CODEX_EXIT"]);
  assert.match(error?.message ?? "", /Out of order/);
});
