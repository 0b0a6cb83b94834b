import assert from "node:assert/strict";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, test } from "node:test";
import { all, processesWith, tinyMcpServer } from "@lockstep/wrapper/testing";
import { readRecording } from "../src/index.ts";
import { failureOf, setUp } from "./bench.ts";
import { claudeBinaries } from "./claude-binaries.ts";
import { calls, says, steps } from "./fake-messages-answer.ts";
import { type MessagesRequest, toolResults, userTexts } from "./fake-messages-server.ts";

// Drives each real Claude Code, offline, against a fake Messages API.
for (const binary of claudeBinaries()) describe(binary, { concurrency: 2 }, () => checkBinary(binary));

function checkBinary(binary: string): void {
  test("print() runs a tool call to its end, and its recording gives the same events", async (t) => {
    const bench = await setUp(
      t,
      binary,
      steps(calls(["Bash", { command: "echo made > made.txt; echo tool-output-$((40 + 2))" }]), says("Answer one, ünïcode")),
    );
    const run = bench.claude.print({ prompt: "First prompt", allowedTools: ["Bash"] }, { record: "recording.jsonl" });
    const events = await all(run);
    const result = await run.result();

    assert.equal(readFileSync(join(bench.cwd, "made.txt"), "utf8"), "made\n");
    assert.match(toolResults(bench.server.requests[1] ?? assert.fail()).join(), /tool-output-42/);
    assert.ok(userTexts(bench.server.requests[0] ?? assert.fail()).includes("First prompt"));
    assert.equal(result.finalMessage, "Answer one, ünïcode");
    assert.deepEqual(result.usage, { inputTokens: 200, cacheReadInputTokens: 80, cacheCreationInputTokens: 10, outputTokens: 14 });
    assert.ok(result.costUsd > 0 && result.sessionId !== undefined);
    const { unknownEvents, unknownParts, malformedLines } = result.counts;
    assert.deepEqual([unknownEvents, unknownParts, malformedLines], [0, 0, 0]);
    assert.deepEqual([result.exit.type, result.exit.exitCode, result.denials], ["exited", 0, []]);
    assert.deepEqual(await all(readRecording(join(bench.cwd, "recording.jsonl"))), events);
    assert.deepEqual(bench.server.unknown, []);
    assert.ok(existsSync(join(bench.home, ".claude")));
  });

  test("print() goes on with a conversation by id and as the newest, sends what was said, and tells each run's own cost", async (t) => {
    const bench = await setUp(t, binary, (_, n) => says(`Answer ${n}`));
    const first = await bench.claude.print({ prompt: "Prompt 1" }).result();
    const id = first.sessionId ?? assert.fail("No id");
    const second = await bench.claude.print({ prompt: "Prompt 2", resume: id }).result();
    const third = await bench.claude.print({ prompt: "Prompt 3", continue: true }).result();
    assert.deepEqual(
      [first, second, third].map(({ sessionId, finalMessage }) => [sessionId, finalMessage]),
      [1, 2, 3].map((n) => [id, `Answer ${n}`]),
    );
    assert.deepEqual(said(bench.server.requests.at(-1)), ["Prompt 1", "Answer 1", "Prompt 2", "Answer 2", "Prompt 3"]);
    for (const run of [second, third]) {
      assert.deepEqual([run.usage, run.turns], [first.usage, 1]);
      // 2.1.232 has a new price for a resumed conversation, which floating point numbers make a little uneven.
      assert.ok(Math.abs(run.costUsd - first.costUsd) < 1e-9, `${run.costUsd} and ${first.costUsd}`);
    }
  });

  test("print() begins a conversation with what another has said, which stays as it is", async (t) => {
    const bench = await setUp(t, binary, (_, n) => says(`Answer ${n}`));
    const { sessionId: id = assert.fail("No id") } = await bench.claude.print({ prompt: "Prompt 1" }).result();
    const sessionId = "7d0f8c28-0c2f-4de5-9e6d-38092cc4d16c";
    const fork = await bench.claude.print({ prompt: "Prompt 2", resume: id, forkSession: true, sessionId }).result();
    assert.equal(fork.sessionId, sessionId);
    assert.deepEqual(said(bench.server.requests.at(-1)), ["Prompt 1", "Answer 1", "Prompt 2"]);
    assert.ok(fork.costUsd > 0 && fork.usage.outputTokens === 7);
    await bench.claude.print({ prompt: "Prompt 3", resume: id }).result();
    assert.deepEqual(said(bench.server.requests.at(-1)), ["Prompt 1", "Answer 1", "Prompt 3"]);
  });

  test("print() gives Claude Code the MCP servers of the request, whose secrets stand in no argv", async (t) => {
    const bench = await setUp(t, binary, steps(calls(["mcp__tiny__echo", { text: 'said "this"' }]), says("Done")));
    writeFileSync(join(bench.cwd, "tiny.mjs"), tinyMcpServer);
    const server = { type: "stdio", command: process.execPath, args: ["tiny.mjs"], env: { GREETING: "it's = ü" } } as const;
    const run = bench.claude.print({ prompt: "Call it", mcpServers: { tiny: server }, allowedTools: ["mcp__tiny"], strictMcpConfig: true });
    let lines: readonly string[] = [];
    let config = "";
    for await (const event of run) {
      if (event.type !== "system" || event.subtype !== "init") continue;
      lines = processesWith(bench.mark);
      config = /--mcp-config=(\S+)/.exec(lines.join("\n"))?.[1] ?? assert.fail(lines.join("\n"));
      assert.equal(statSync(dirname(config)).mode & 0o777, 0o700);
      assert.deepEqual(
        event.mcp_servers.map(({ name }) => name),
        ["tiny"],
      );
    }
    assert.ok(lines.length > 0 && !lines.join().includes("it's"));
    assert.match(toolResults(bench.server.requests[1] ?? assert.fail()).join(), /it's = ü said \\?"this/);
    assert.equal(existsSync(config), false);
  });

  test("print() gives the answer to a schema, and fails without one", async (t) => {
    const bench = await setUp(t, binary, (_, n) => (n === 1 ? calls(["StructuredOutput", { sum: 3 }]) : says("Three")));
    const jsonSchema = { type: "object", properties: { sum: { type: "number" } }, required: ["sum"] };
    const { structured } = await bench.claude.print({ prompt: "Add", jsonSchema }).result();
    assert.deepEqual(structured, { sum: 3 });
    const error = await failureOf(bench.claude.print({ prompt: "Add", jsonSchema: JSON.stringify(jsonSchema) }).result());
    assert.deepEqual([error.code, error.reason, error.run?.finalMessage], ["CLAUDE_CODE_OUTPUT", "structured-output", "Three"]);
    assert.match(error.message, /^The model gave no answer to "jsonSchema"; its last message begins with "Three"/);
  });

  test("the calls that start no conversation give what Claude Code says", async (t) => {
    const bench = await setUp(t, binary, () => says("Never asked"), { env: { ANTHROPIC_API_KEY: "" } });
    const { claude } = bench;
    assert.equal((await claude.auth.status()).loggedIn, false);
    assert.match(await claude.mcp.list(), /^No MCP servers configured/);
    const command = [process.execPath, "-e", ""];
    assert.match(await claude.mcp.add({ name: "mine", command, scope: "user" }), /^Added stdio MCP server mine/);
    assert.equal((await failureOf(claude.mcp.add({ name: "mine", command, scope: "user" }))).code, "CLAUDE_CODE_EXIT");
    assert.match(await claude.mcp.get({ name: "mine" }), /^mine:/);
    assert.deepEqual(await claude.mcp.remove({ name: "mine" }), { removed: true });
    assert.deepEqual(await claude.mcp.remove({ name: "mine" }), { removed: false });
    assert.deepEqual(await claude.plugin.marketplace.list(), []);
    assert.ok(Array.isArray(await claude.plugin.list()));
    assert.deepEqual(await claude.background.list(), []);
    assert.match((await failureOf(claude.background.logs({ id: "nope" }))).message, /matching 'nope'|does not have "logs"/);
    assert.match(await claude.installation.doctor(), new RegExp(`native \\(${claude.version}\\)`));
    assert.ok(typeof (await claude.autoMode.config()) === "object");
    assert.deepEqual(bench.server.requests, []);
  });
}

/** What was said of what the tests say, in order. */
function said(request: MessagesRequest | undefined): readonly string[] {
  const texts = (request?.messages ?? []).flatMap(({ content }) =>
    typeof content === "string" ? [content] : content.flatMap(({ text }) => text ?? []),
  );
  return texts.filter((text) => /^(?:Prompt|Answer) \d$/.test(text));
}
