import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import type { AgentEvent, AgentResult } from "../agent/agent-event.ts";
import type { AgentField } from "../agent/agent-refusal.ts";
import type { AgentRequest } from "../agent/agent-request.ts";
import { agentResult } from "../agent/agent-run.ts";
import type { AgentBench } from "./agent-bench.ts";
import { all } from "./scripted-program.ts";
import { tinyMcpServer } from "./tiny-mcp-server.ts";

/** The one scenario that every agent passes through `runAgent`, whichever it is. @param setUp makes a bench that goes with the test */
export function agentScenario(setUp: (t: TestContext) => Promise<AgentBench>): void {
  test("runAgent() runs a tool call to its end", async (t) => {
    const bench = await setUp(t);
    bench.follow(
      { type: "runs", command: "echo made > made.txt; echo tool-output-$((40 + 2))" },
      { type: "says", text: "Answer, ünïcode" },
    );
    const events = await all(bench.runAgent({ prompt: "The prompt", access: "full", record: "recording.jsonl" }));
    const result = resultIn(events);
    assert.equal(readFileSync(join(bench.cwd, "made.txt"), "utf8"), "made\n");
    assert.deepEqual([result.outcome, result.text, result.error], ["completed", "Answer, ünïcode", undefined]);
    const session = events.find((event) => event.type === "session-started");
    assert.ok(session !== undefined && session.sessionId === result.sessionId);
    const types = events.map(({ type }) => type).filter((type) => type !== "notice");
    assert.deepEqual(types, ["session-started", "tool-started", "tool-finished", "text", "usage", "finished"]);
    const started = events.find((event) => event.type === "tool-started");
    const finished = events.find((event) => event.type === "tool-finished");
    assert.ok(started !== undefined && started.id === finished?.id);
    assert.deepEqual([started.kind, finished.kind, finished.ok], ["command", "command", true]);
    assert.match(String(started.input["command"]), /made\.txt/);
    assert.match(finished.output, /^tool-output-42\s*$/);
    const { scope, inputTokens, cachedInputTokens, outputTokens } = result.usage ?? assert.fail("No usage");
    assert.deepEqual([scope, cachedInputTokens, outputTokens], ["run", 80, 14]);
    assert.ok(inputTokens >= 200);
    assert.ok(bench.said().includes("The prompt"));
    assert.ok(readFileSync(join(bench.cwd, "recording.jsonl"), "utf8").includes("ünïcode"));
    await bench.assertNothingLeft();
  });

  test("runAgent() keeps a run without access from changing files, and goes on", async (t) => {
    const bench = await setUp(t);
    bench.follow({ type: "runs", command: "echo made > made.txt" }, { type: "says", text: "It did not work" });
    const events = await all(bench.runAgent({ prompt: "The prompt" }));
    assert.equal(existsSync(join(bench.cwd, "made.txt")), false);
    assert.deepEqual([resultIn(events).outcome, resultIn(events).text], ["completed", "It did not work"]);
    // Not every agent tells of a call that its sandbox refused.
    assert.ok(events.every((event) => event.type !== "tool-finished" || !event.ok));
    assert.equal(bench.requests(), 2);
  });

  test("runAgent() lets a run with access to its directory change files there, and nowhere else", async (t) => {
    const bench = await setUp(t);
    // Some agents let everybody write below the system's folder for temporary files, where the directory may be.
    const elsewhere = mkdtempSync(join(homedir(), ".lockstep-test-"));
    t.after(() => rmSync(elsewhere, { recursive: true, force: true }));
    const [inside, outside] = [join(bench.cwd, "inside.txt"), join(elsewhere, "outside.txt")];
    bench.follow(
      { type: "writes", path: inside, text: "in" },
      { type: "writes", path: outside, text: "out" },
      { type: "says", text: "Half of it" },
    );
    const result = await agentResult(bench.runAgent({ prompt: "The prompt", access: "edit-workspace" }));
    assert.deepEqual([result.outcome, result.text], ["completed", "Half of it"]);
    assert.deepEqual([readFileSync(inside, "utf8"), existsSync(outside)], ["in", false]);
  });

  test("runAgent() asks for what access does not cover, where the agent can, and tells what was decided", async (t) => {
    const bench = await setUp(t);
    if (bench.refuses.includes("onPermission")) return;
    const command = { type: "runs", command: "echo made > made.txt" } as const;
    bench.follow(command, command, { type: "says", text: "Done" });
    const asked: string[] = [];
    const events = await all(
      bench.runAgent({
        prompt: "The prompt",
        onPermission: ({ id, input }) => {
          assert.match(String(input["command"]), /made\.txt/);
          assert.equal(existsSync(join(bench.cwd, "made.txt")), false);
          asked.push(id);
          return asked.length === 1 ? { type: "deny", message: "Not yet" } : { type: "allow" };
        },
      }),
    );
    assert.ok(existsSync(join(bench.cwd, "made.txt")));
    const told = events.flatMap((event) => {
      if (event.type === "permission-asked") return [[event.type, event.id, ""]];
      if (event.type === "permission-decided") return [[event.type, event.id, event.decision.type]];
      return event.type === "tool-finished" ? [[event.type, event.id, String(event.ok)]] : [];
    });
    const [first = assert.fail("Not asked"), second = assert.fail("Asked once")] = asked;
    assert.deepEqual(told, [
      ["permission-asked", first, ""],
      ["permission-decided", first, "deny"],
      ["tool-finished", first, "false"],
      ["permission-asked", second, ""],
      ["permission-decided", second, "allow"],
      ["tool-finished", second, "true"],
    ]);
  });

  test("runAgent() ends a run at its limit of turns and at its budget, where the agent has them", async (t) => {
    const bench = await setUp(t);
    bench.follow({ type: "runs", command: "echo one" });
    for (const [field, outcome, part] of [
      ["maxTurns", "max-turns", { maxTurns: 1 }],
      ["budgetUsd", "budget", { budgetUsd: 0.000001 }],
    ] as const) {
      if (bench.refuses.includes(field)) continue;
      const result = await agentResult(bench.runAgent({ prompt: "The prompt", access: "full", ...part }));
      assert.equal(result.outcome, outcome);
      assert.ok(result.sessionId !== undefined && (result.costUsd ?? 0) > 0 && result.usage?.outputTokens === 7);
    }
  });

  test("runAgent() goes on with a conversation, by its id and as the newest, and sends what was said", async (t) => {
    const bench = await setUp(t);
    const ask = async (n: number, session: AgentRequest["session"] & object): Promise<AgentResult> => {
      bench.follow({ type: "says", text: `Answer ${n}` });
      return agentResult(bench.runAgent({ prompt: `Prompt ${n}`, session }));
    };
    const first = await ask(1, { type: "new" });
    const second = await ask(2, { type: "resume", id: first.sessionId ?? assert.fail("No id") });
    const third = await ask(3, { type: "continue" });
    assert.deepEqual([second.sessionId, third.sessionId], [first.sessionId, first.sessionId]);
    assert.deepEqual(
      [first, second, third].map(({ outcome, text }) => [outcome, text]),
      [1, 2, 3].map((n) => ["completed", `Answer ${n}`]),
    );
    const dialogue = bench.said().filter((text) => /^(?:Prompt|Answer) \d$/.test(text));
    assert.deepEqual(dialogue, ["Prompt 1", "Answer 1", "Prompt 2", "Answer 2", "Prompt 3"]);
    // A run does not know what the runs before have used, unless the agent counts each.
    assert.ok(third.usage?.outputTokens === (third.usage?.scope === "run" ? 7 : 21));
  });

  test("runAgent() begins a conversation with what another has said, or refuses that", async (t) => {
    const bench = await setUp(t);
    bench.follow({ type: "says", text: "Answer 1" });
    const first = await agentResult(bench.runAgent({ prompt: "Prompt 1" }));
    const request: AgentRequest = { prompt: "Prompt 2", session: { type: "fork", id: first.sessionId ?? assert.fail("No id") } };
    if (bench.refuses.includes("session")) {
      assert.throws(() => bench.runAgent(request), { code: "AGENT_REFUSAL", field: "session" });
      assert.equal(bench.requests(), 1);
      return;
    }
    const second = await agentResult(bench.runAgent(request));
    assert.ok(second.sessionId !== undefined && second.sessionId !== first.sessionId);
    assert.deepEqual(
      bench.said().filter((text) => /^(?:Prompt|Answer) \d$/.test(text)),
      ["Prompt 1", "Answer 1", "Prompt 2"],
    );
  });

  test("runAgent() gives the answer to a schema, and fails without one", async (t) => {
    const bench = await setUp(t);
    const outputSchema = {
      type: "object",
      properties: { sum: { type: "number" }, words: { type: "array", items: { type: "string" } } },
      required: ["sum", "words"],
      additionalProperties: false,
    };
    bench.follow({ type: "answers", value: { sum: 3, words: ["ü"] } });
    const events = await all(bench.runAgent({ prompt: "Add", outputSchema }));
    const { outcome, structured, text } = resultIn(events);
    assert.deepEqual([outcome, structured, JSON.parse(text)], ["completed", { sum: 3, words: ["ü"] }, { sum: 3, words: ["ü"] }]);
    assert.equal(
      events.some(({ type }) => type === "tool-started"),
      false,
    );
    bench.follow({ type: "says", text: "No JSON at all" });
    const failed = await agentResult(bench.runAgent({ prompt: "Add", outputSchema }));
    assert.deepEqual([failed.outcome, failed.structured], ["failed", undefined]);
    assert.match(failed.error?.code ?? "", /_OUTPUT$/);
  });

  test("runAgent() calls the tools of MCP servers, which have their environment", async (t) => {
    const bench = await setUp(t);
    writeFileSync(join(bench.cwd, "tiny.mjs"), tinyMcpServer);
    bench.follow({ type: "calls", server: "tiny", tool: "echo", arguments: { text: "said" } }, { type: "says", text: "Done" });
    const server = {
      type: "stdio",
      command: process.execPath,
      args: [join(bench.cwd, "tiny.mjs")],
      env: { GREETING: "it's = ü" },
    } as const;
    const events = await all(bench.runAgent({ prompt: "Call it", access: "full", mcpServers: { tiny: server } }));
    assert.equal(resultIn(events).outcome, "completed");
    const finished = events.find((event) => event.type === "tool-finished");
    assert.deepEqual([finished?.kind, finished?.tool, finished?.ok, finished?.output], ["mcp", "tiny/echo", true, "it's = ü said"]);
  });

  test("runAgent() tells the model more, and something else", async (t) => {
    const bench = await setUp(t);
    for (const type of ["append", "replace"] as const) {
      bench.follow({ type: "says", text: "Done" });
      const text = `Instructions to ${type}, ünïcode`;
      const result = await agentResult(bench.runAgent({ prompt: "The prompt", instructions: { type, text }, effort: "high" }));
      assert.equal(result.outcome, "completed");
      assert.ok(bench.request().includes(text));
    }
  });

  test("runAgent() finishes a run that failed, and throws nothing", async (t) => {
    const bench = await setUp(t);
    bench.follow({ type: "refuses" });
    const result = resultIn(await all(bench.runAgent({ prompt: "The prompt" })));
    assert.deepEqual([result.outcome, result.structured], ["failed", undefined]);
    assert.match(result.error?.code ?? "", /_EXIT$/);
    assert.match(result.error?.message ?? "", /Scripted failure/);
  });

  test("runAgent() ends a run by a limit of silence, and by a signal", async (t) => {
    const bench = await setUp(t);
    bench.follow({ type: "hangs" });
    const silent = await agentResult(bench.runAgent({ prompt: "The prompt", timeouts: { silenceMs: 8000 } }));
    assert.equal(silent.outcome, "timed-out");
    assert.match(silent.error?.code ?? "", /_SILENT$/);
    const aborting = new AbortController();
    const reason = new Error("Enough");
    const events: AgentEvent[] = [];
    for await (const event of bench.runAgent({ prompt: "The prompt", signal: aborting.signal })) {
      events.push(event);
      if (event.type === "session-started") aborting.abort(reason);
    }
    const aborted = resultIn(events);
    assert.deepEqual([aborted.outcome, aborted.error?.cause], ["aborted", reason]);
    await bench.assertNothingLeft();
  });

  test("runAgent() leaves no process when its loop is left", async (t) => {
    const bench = await setUp(t);
    bench.follow({ type: "runs", command: "(setsid sleep 300 &); sleep 300" }, { type: "says", text: "Never said" });
    let last: AgentEvent | undefined;
    for await (const event of bench.runAgent({ prompt: "The prompt", access: "full" })) {
      last = event;
      if (event.type === "tool-started") break;
    }
    assert.equal(last?.type, "tool-started");
    await bench.assertNothingLeft();
    assert.equal(bench.requests(), 1);
    const unread = bench.runAgent({ prompt: "The prompt" })[Symbol.asyncIterator]();
    await unread.return?.();
    assert.deepEqual(await unread.next(), { done: true, value: undefined });
    await bench.assertNothingLeft();
  });

  test("runAgent() refuses by name what the agent cannot do, before anything starts", async (t) => {
    const bench = await setUp(t);
    for (const [field, part] of demanding) {
      const begin = (): AsyncIterable<AgentEvent> => bench.runAgent({ prompt: "The prompt", ...part });
      if (bench.refuses.includes(field)) {
        assert.throws(begin, { name: "AgentRefusal", code: "AGENT_REFUSAL", field }, field);
        continue;
      }
      bench.follow({ type: "says", text: "Done" });
      assert.equal((await agentResult(begin())).outcome, "completed", field);
    }
    const granted = demanding.filter(([field]) => !bench.refuses.includes(field)).length;
    assert.equal(bench.requests(), granted);
    const odd: readonly (readonly [field: string, request: object])[] = [
      ["prompt", { prompt: " " }],
      ["promt", { promt: "The prompt" }],
      ["access", { prompt: "p", access: "none" }],
      ["session", { prompt: "p", session: { type: "resume" } }],
      ["mcpServers", { prompt: "p", mcpServers: { "a b": { type: "http", url: "http://127.0.0.1" } } }],
      ["maxTurns", { prompt: "p", maxTurns: 0 }],
    ];
    for (const [field, request] of odd)
      assert.throws(() => bench.runAgent(request as unknown as AgentRequest), { code: "AGENT_REFUSAL", field }, field);
    assert.equal(bench.requests(), granted);
  });
}

/** What not every agent can do. */
const demanding: readonly (readonly [field: AgentField, part: Partial<AgentRequest>])[] = [
  ["onPermission", { onPermission: () => ({ type: "allow" }) }],
  ["maxTurns", { maxTurns: 3 }],
  ["budgetUsd", { budgetUsd: 5 }],
  ["tools", { tools: { deny: ["WebSearch"] } }],
];

function resultIn(events: readonly AgentEvent[]): AgentResult {
  const last = events.at(-1);
  assert.ok(last?.type === "finished", `The last event is ${JSON.stringify(last)}`);
  return last.result;
}
