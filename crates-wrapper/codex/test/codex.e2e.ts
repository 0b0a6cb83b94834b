import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { tinyMcpServer } from "@lockstep/wrapper/testing";
import { readRecording, usageSince } from "../src/index.ts";
import { all } from "../src/scripted-codex.ts";
import { type Bench, isToolDone, setUp, textsOf, toolOutputs } from "./bench.ts";
import { codexBinaries } from "./events-binaries.ts";
import type { ResponsesRequest, ToolCall } from "./fake-responses-server.ts";

// Drives each real codex, offline, against a fake model server.
for (const binary of codexBinaries()) describe(binary, { concurrency: 2 }, () => checkBinary(binary));

function checkBinary(binary: string): void {
  test("exec() runs a tool call to its end, and its recording gives the same events", async (t) => {
    const bench = await setUp(t, binary, (request) => {
      if (isToolDone(request)) return { type: "message", text: "Answer one, ünïcode" };
      assert.ok(request.tools?.some(({ name }) => name === "exec_command"));
      return { type: "function_call", name: "exec_command", arguments: { cmd: "echo made > made.txt; echo tool-output-$((40 + 2))" } };
    });
    const run = bench.codex.exec(
      { ...bench.session, prompt: "First prompt", outputLastMessage: "last.txt" },
      { record: "recording.jsonl" },
    );
    const events = await all(run);
    const result = await run.result();

    assert.equal(readFileSync(join(bench.cwd, "made.txt"), "utf8"), "made\n");
    assert.match(toolOutputs(bench.server.requests[1]), /tool-output-42/);
    assert.equal(result.finalMessage, "Answer one, ünïcode");
    assert.equal(readFileSync(join(bench.cwd, "last.txt"), "utf8"), result.finalMessage);
    assert.deepEqual([result.usage?.input_tokens, result.usage?.cached_input_tokens, result.usage?.output_tokens], [200, 80, 14]);
    const { unknownEvents, unknownItems, malformedLines } = result.counts;
    assert.deepEqual([unknownEvents, unknownItems, malformedLines], [0, 0, 0]);
    const types = events.map(({ type }) => type);
    assert.deepEqual(
      [types[0], types.filter((type) => type === "turn.started").length, types.at(-1)],
      ["thread.started", 1, "turn.completed"],
    );
    const items = events.flatMap((event) => (event.type === "item.completed" ? [event.item] : []));
    const command = items.find((item) => item.type === "command_execution");
    assert.deepEqual([command?.exit_code, command?.aggregated_output], [0, "tool-output-42\n"]);
    assert.equal(items.find((item) => item.type === "agent_message")?.text, "Answer one, ünïcode");
    assert.deepEqual(await all(readRecording(join(bench.cwd, "recording.jsonl"))), events);
  });

  test("execResume() goes on with a thread by id and by last, sends what was said, and counts the whole thread's tokens", async (t) => {
    const bench = await setUp(t, binary, (request) =>
      textsOf(request).includes("Prompt 1") && !isToolDone(request)
        ? { type: "function_call", name: "exec_command", arguments: { cmd: "echo tool-output-$((40 + 2))" } }
        : { type: "message", text: `Answer ${textsOf(request).filter((text) => /^Prompt \d$/.test(text)).length}` },
    );
    const first = await bench.codex.exec({ ...bench.session, prompt: "Prompt 1" }).result();
    assert.ok(first.threadId);
    const byId = { type: "id", id: first.threadId } as const;
    const second = await bench.codex.execResume({ ...bench.session, session: byId, prompt: "Prompt 2" }).result();
    const third = await bench.codex.execResume({ ...bench.session, session: { type: "last" }, prompt: "Prompt 3" }).result();
    const results = [first, second, third];
    assert.deepEqual(
      results.map(({ threadId, finalMessage }) => [threadId, finalMessage]),
      [1, 2, 3].map((n) => [first.threadId, `Answer ${n}`]),
    );
    const sent = bench.server.requests.at(-1);
    assert.deepEqual(said(sent, /^(?:Prompt|Answer) \d$/), ["Prompt 1", "Answer 1", "Prompt 2", "Answer 2", "Prompt 3"]);
    assert.match(toolOutputs(sent), /tool-output-42/);
    // Two requests, then one each; every turn tells what the whole thread used.
    assert.deepEqual(
      results.map(({ usage }) => [usage?.input_tokens, usage?.cached_input_tokens, usage?.output_tokens]),
      [2, 3, 4].map((n) => [n * 100, n * 40, n * 7]),
    );
    assert.ok(second.usage && third.usage);
    assert.deepEqual(usageSince(second.usage, third.usage).input_tokens, 100);
  });

  test("execFork() starts another thread with what was said, where codex has it", async (t) => {
    const bench = await setUp(t, binary, (_, n) => ({ type: "message", text: `Answer ${n}` }));
    const first = await bench.codex.exec({ ...bench.session, prompt: "Prompt 1" }).result();
    assert.ok(first.threadId);
    const fork = { ...bench.session, session: first.threadId, prompt: "Prompt 2" };
    if (bench.codex.version.localeCompare("0.169.0", "en", { numeric: true }) < 0) {
      assert.throws(() => bench.codex.execFork(fork), { code: "CODEX_UNSUPPORTED" });
      assert.equal(bench.server.requests.length, 1);
      return;
    }
    const second = await bench.codex.execFork(fork).result();
    assert.ok(second.threadId !== undefined && second.threadId !== first.threadId);
    assert.deepEqual(said(bench.server.requests.at(-1), /^(?:Prompt|Answer) \d$/), ["Prompt 1", "Answer 1", "Prompt 2"]);
    const last = await bench.codex
      .execResume({ ...bench.session, session: { type: "id", id: first.threadId }, prompt: "Prompt 3" })
      .result();
    assert.equal(last.threadId, first.threadId);
    assert.deepEqual(said(bench.server.requests.at(-1), /^Prompt \d$/), ["Prompt 1", "Prompt 3"], "The first thread is as it was");
  });

  test("execReview() reviews uncommitted changes, and by instructions", async (t) => {
    const bench = await setUp(t, binary, () => ({ type: "message", text: "No findings" }));
    execFileSync("git", ["init", "-q", bench.cwd]);
    writeFileSync(join(bench.cwd, "new.txt"), "new\n");
    for (const target of [{ type: "uncommitted" }, { type: "instructions", prompt: "Look for races" }] as const) {
      const { finalMessage } = await bench.codex.execReview({ ...bench.session, target }).result();
      assert.match(finalMessage, /No findings/);
    }
    assert.match(JSON.stringify(bench.server.requests[0]?.input), /uncommitted|untracked/);
    assert.match(JSON.stringify(bench.server.requests.at(-1)?.input), /Look for races/);
  });

  test("exec() sends an inline schema to the model, and gives the parsed answer", async (t) => {
    const bench = await setUp(t, binary, () => ({ type: "message", text: '{"sum": 3, "words": ["ü"]}' }));
    const schema = {
      type: "object",
      properties: { sum: { type: "number" }, words: { type: "array", items: { type: "string" } } },
      required: ["sum", "words"],
      additionalProperties: false,
    };
    const { structured } = await bench.codex.exec({ ...bench.session, prompt: "Add", outputSchema: schema }).result();
    assert.deepEqual(structured, { sum: 3, words: ["ü"] });
    const format = bench.server.requests[0]?.text?.format as { readonly type?: string; readonly schema?: unknown } | undefined;
    assert.deepEqual([format?.type, format?.schema], ["json_schema", schema]);
  });

  test("exec() sends images, also those whose names have spaces", async (t) => {
    const bench = await setUp(t, binary, () => ({ type: "message", text: "A dot" }));
    for (const name of ["one.png", "the other.png"]) writeFileSync(join(bench.cwd, name), Buffer.from(png, "base64"));
    await bench.codex.exec({ ...bench.session, prompt: "What is it?", image: ["one.png", "the other.png"] }).result();
    const contents = bench.server.requests[0]?.input.flatMap(({ content = [] }) => content) ?? [];
    const images = contents.filter(({ type }) => type === "input_image");
    assert.equal(images.length, 2);
    for (const { image_url: url } of images) assert.match(url ?? "", /^data:image\/png;base64,iVBOR/);
    assert.ok(contents.some(({ text }) => text === "What is it?"));
  });

  test("exec() gives codex the MCP servers of the request, and its tools are called", async (t) => {
    const bench = await setUp(t, binary, (request) =>
      isToolDone(request) ? { type: "message", text: "Done" } : tinyCall(request, { text: 'said "this"' }),
    );
    writeFileSync(join(bench.cwd, "tiny.mjs"), tinyMcpServer);
    const run = bench.codex.exec({
      ...bench.session,
      prompt: "Call it",
      mcpServers: {
        tiny: {
          type: "stdio",
          command: process.execPath,
          args: ["tiny.mjs"],
          env: { GREETING: "it's = ü" },
          startupTimeoutSec: 30,
          required: true,
        },
      },
    });
    const events = await all(run);
    assert.match(toolOutputs(bench.server.requests[1]), /it's = ü.*said/);
    const calls = events.flatMap((event) =>
      event.type === "item.completed" && event.item.type === "mcp_tool_call"
        ? [[event.item.server, event.item.tool, event.item.status]]
        : [],
    );
    assert.deepEqual(calls, [["tiny", "echo", "completed"]]);
  });

  test("exec() takes a profile from CODEX_HOME", async (t) => {
    const bench = await setUp(t, binary, () => ({ type: "message", text: "Done" }));
    profileIn(bench);
    await bench.codex
      .exec({ dangerouslyBypassApprovalsAndSandbox: true, config: bench.session.config, profile: "mine", prompt: "p" })
      .result();
    assert.equal(bench.server.requests[0]?.model, "model-of-the-profile");
  });
}

/** A file of its own since 0.146, before that a table of `config.toml`. */
function profileIn({ codex, codexHome }: Bench): void {
  if (codex.version.startsWith("0.125."))
    writeFileSync(join(codexHome, "config.toml"), '[profiles.mine]\nmodel = "model-of-the-profile"\n');
  else writeFileSync(join(codexHome, "mine.config.toml"), 'model = "model-of-the-profile"\n');
}

/** What was said that matches, each once. */
function said(request: ResponsesRequest | undefined, pattern: RegExp): string[] {
  return request === undefined ? [] : [...new Set(textsOf(request).filter((text) => pattern.test(text)))];
}

/** A tool's name carries its server's in 0.125, and its namespace does since. */
function tinyCall({ tools = [] }: ResponsesRequest, args: object): ToolCall {
  const space = tools.find((tool) => tool.name?.includes("tiny") && tool.tools?.some(({ name }) => name === "echo"))?.name;
  return space === undefined
    ? { type: "function_call", name: "mcp__tiny__echo", arguments: args }
    : { type: "function_call", name: "echo", arguments: args, namespace: space };
}

const png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";
