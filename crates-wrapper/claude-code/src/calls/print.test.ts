import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { all, assertFails, scripted, watchTemporaryFolder } from "../scripted-claude.ts";
import { ClaudeCodeError, type ClaudeCodeErrorCode } from "../claude-code-error.ts";

/** Answers the first message and exits when stdin is closed, as Claude Code does. */
const good = `hear(({ type }) => { if (type === "user") { init(); text("Said"); result(); } });`;

test("print() sends the prompt as a message, closes stdin behind the result, and gives what the run left behind", async (t) => {
  const claude = await scripted(
    t,
    `fs.writeFileSync("argv", process.argv.slice(2).join(" "));
    hear((line) => fs.appendFileSync("stdin", JSON.stringify(line) + "\\n")); onEnd(() => fs.writeFileSync("closed", "")); ${good}`,
  );
  const run = claude.print({ prompt: "Do it" }, { record: "run.jsonl" });
  const events = await all(run);
  const { exit, counts, ...facts } = await run.result();
  assert.deepEqual(
    events.map(({ type }) => type),
    ["system", "assistant", "result"],
  );
  assert.equal(readFileSync(join(claude.cwd, "argv"), "utf8"), "--print --input-format=stream-json --output-format=stream-json --verbose");
  const sent = JSON.parse(readFileSync(join(claude.cwd, "stdin"), "utf8")) as Record<string, unknown>;
  assert.partialDeepStrictEqual(sent, { type: "user", message: { role: "user", content: "Do it" } });
  assert.match(String(sent["uuid"]), /^[0-9a-f-]{36}$/);
  assert.ok(existsSync(join(claude.cwd, "closed")));
  assert.deepEqual(facts, {
    sessionId: "s1",
    model: "opus",
    finalMessage: "Done",
    turns: 1,
    usage: { inputTokens: 10, cacheReadInputTokens: 10, cacheCreationInputTokens: 10, outputTokens: 10 },
    modelUsage: { opus: facts.modelUsage["opus"] },
    costUsd: 1,
    denials: [],
    structured: undefined,
  });
  assert.deepEqual([exit.type, exit.exitCode, counts.events], ["exited", 0, { system: 1, assistant: 1, result: 1 }]);
  assert.equal(readFileSync(join(claude.cwd, "run.jsonl"), "utf8").split("\n").length, 4);
});

test("print() refuses what it sets itself, and what it cannot do, before anything starts", async (t) => {
  watchTemporaryFolder(t);
  const claude = await scripted(t, `fs.writeFileSync("mark", "started"); ${good}`);
  const loop: Record<string, unknown> = { type: "http", url: "http://127.0.0.1/" };
  loop["headers"] = loop;
  const odd: readonly (readonly [request: object, message: RegExp, options?: object])[] = [
    [{}, /^The request lacks the field "prompt", wanted a text, or the option "isKeptOpen" of the run/],
    [{ prompt: " " }, /^The prompt is blank/],
    [{ prompt: "p", verbose: true }, /^Field "verbose" of the request is set by the client/],
    [{ prompt: "p", initializeFields: ["settings"] }, /^Field "initializeFields" of the request is set by the client/],
    [{ prompt: "p", modle: "opus" }, /unknown field "modle", did you mean "model"/],
    [{ prompt: "p", mcpServers: { a: "b" } }, /^Field "mcpServers" of the request is an object, wanted an object of servers/],
    [{ prompt: "p", mcpServers: { loop } }, /^The object of "mcpServers" cannot be written as JSON: /],
    [{ prompt: "p", jsonSchema: "{" }, /^Value of "jsonSchema" is no JSON/],
    [{ prompt: "p", permissionPromptTool: "mcp__a__b" }, /and the callback "onPermission" exclude each other/, { onPermission: () => 1 }],
    [{ prompt: "p" }, /^Option "onPermission" is "yes", wanted a function/, { onPermission: "yes" }],
    [{ prompt: "p" }, /^Limit "exitMs" is 0, wanted a finite number above 0/, { exitMs: 0 }],
    [{ prompt: "p" }, /^The options of the run has the unknown field "exit"/, { exit: 1 }],
  ];
  for (const [request, message, options] of odd)
    assert.throws(
      () => claude.print(request, options),
      (error) => error instanceof ClaudeCodeError && error.code === "CLAUDE_CODE_REQUEST" && message.test(error.message),
      String(message),
    );
  assert.equal(existsSync(join(claude.cwd, "mark")), false);
  const older = await scripted(t, good, { version: "2.1.232" });
  assert.throws(() => older.print({ prompt: "p", restricted: true }), { code: "CLAUDE_CODE_UNSUPPORTED" });
  const strict = await scripted(t, good, { allowHidden: false });
  assert.throws(() => strict.print({ prompt: "p", maxTurns: 1 }), { code: "CLAUDE_CODE_UNSUPPORTED" });
});

test("print() writes MCP servers to a file of its own, which goes with the run", async (t) => {
  watchTemporaryFolder(t);
  const claude = await scripted(
    t,
    `const file = process.argv.find((word) => word.startsWith("--mcp-config=")).slice(13);
    hear(() => { init(); result({ result: fs.readFileSync(file, "utf8") + fs.statSync(file).mode.toString(8) }); });`,
  );
  const server = { type: "http", url: "http://127.0.0.1/", headers: { Authorization: "Bearer abc" } } as const;
  const { finalMessage } = await claude.print({ prompt: "p", mcpServers: { mine: server } }).result();
  assert.match(finalMessage, /^\{"mcpServers":\{"mine":\{"type":"http".*Bearer abc/);
  assert.deepEqual(readdirSync(claude.cwd), ["claude"]);
});

test("print() shows no value of its MCP servers in an error", async (t) => {
  const claude = await scripted(t, `console.error("refused opaque-1 and opaque-2 of server mine"); process.exit(1)`);
  const mine = { command: "c", env: { PLAIN: "opaque-1" } };
  const web = { type: "http", url: "http://127.0.0.1/", headers: { "X-Team": "opaque-2" } } as const;
  const error = await assertFails(claude.print({ prompt: "p", mcpServers: { mine, web } }).result(), "CLAUDE_CODE_EXIT");
  assert.match(error.message, /refused .* and .* of server mine/);
  assert.doesNotMatch(`${error.message}${error.stderr}`, /opaque/);
});

const failures: readonly (readonly [
  what: string,
  script: string,
  code: ClaudeCodeErrorCode,
  reason: string | undefined,
  message: RegExp,
])[] = [
  ["no result", `init(); text("Half"); process.exit(0)`, "CLAUDE_CODE_EXIT", "no-result", /^Claude Code ended without a result\n/],
  ["no output", `console.error("error: unknown option '--x'"); process.exit(1)`, "CLAUDE_CODE_EXIT", "no-result", /unknown option/],
  ["a result that is an error", `init(); fails(); process.exit(1)`, "CLAUDE_CODE_EXIT", "failed", /wanted 0: one; two\n/],
  [
    "such a result with exit code 0",
    `init(); fails(); process.exit(0)`,
    "CLAUDE_CODE_EXIT",
    "failed",
    /^Claude Code ended with a result that is an error: one; two/,
  ],
  ["an error before the first turn", `fails(); process.exit(1)`, "CLAUDE_CODE_EXIT", "not-begun", /one; two/],
  [
    "an interruption",
    `init(); fails({ terminal_reason: "aborted_tools" }); process.exit(1)`,
    "CLAUDE_CODE_EXIT",
    "interrupted",
    /one; two/,
  ],
  ["its limit of turns", `init(); fails({ subtype: "error_max_turns" }); process.exit(1)`, "CLAUDE_CODE_EXIT", "max-turns", /one; two/],
  ["its budget", `init(); fails({ subtype: "error_max_budget_usd" }); process.exit(1)`, "CLAUDE_CODE_EXIT", "budget", /one; two/],
  [
    "answers of another shape",
    `init(); fails({ subtype: "error_max_structured_output_retries" }); process.exit(1)`,
    "CLAUDE_CODE_EXIT",
    "structured-output",
    /one; two/,
  ],
  [
    "the API",
    `init(); result({ is_error: true, result: "API Error: 500" }); process.exit(1)`,
    "CLAUDE_CODE_EXIT",
    "api-error",
    /API Error: 500/,
  ],
  ["a signal", `init(); process.kill(process.pid, "SIGKILL")`, "CLAUDE_CODE_EXIT", "no-result", /^Claude Code died of signal SIGKILL/],
  ["silence", `init()`, "CLAUDE_CODE_SILENT", undefined, /^Printed nothing for 1000 ms/],
  [
    "silence with a last word",
    `init(); process.on("SIGTERM", () => { result(); process.exit(0); })`,
    "CLAUDE_CODE_SILENT",
    undefined,
    /^Printed nothing for 1000 ms/,
  ],
];

for (const [what, script, code, reason, message] of failures) {
  test(`a run fails by ${what}, and tells what it knows`, async (t) => {
    const claude = await scripted(
      t,
      `const fails = (fields) => say({ type: "result", subtype: "error_during_execution", is_error: true, errors: ["one", "two"], num_turns: 2, stop_reason: null, duration_ms: 1, duration_api_ms: 1, total_cost_usd: 0, usage: { input_tokens: 0, output_tokens: 0, cache_creation_input_tokens: 0, cache_read_input_tokens: 0 }, modelUsage: {}, permission_denials: [], uuid: "u", session_id: "s1", ...fields });
      hear(() => { ${script} });`,
    );
    const run = claude.print({ prompt: "p" }, { timeouts: { silenceMs: 1000 } });
    const error = await assertFails(run.result(), code);
    const said = script.includes("Half") ? "Half" : script.includes("result();") ? "Done" : "";
    assert.deepEqual([error.reason, error.run?.finalMessage], [reason, said]);
    assert.match(error.message, message);
    assert.equal(error.run?.sessionId, /init\(\)|fails\(/.test(script) ? "s1" : undefined);
  });
}

test("a run with a schema fails without an answer to it", async (t) => {
  const claude = await scripted(t, good);
  const error = await assertFails(claude.print({ prompt: "p", jsonSchema: { type: "object" } }).result(), "CLAUDE_CODE_OUTPUT");
  assert.deepEqual([error.reason, error.run?.costUsd], ["structured-output", 1]);
  const answered = await scripted(t, `hear(() => { init(); result({ structured_output: { a: 1 } }); });`);
  assert.deepEqual((await answered.print({ prompt: "p", jsonSchema: { type: "object" } }).result()).structured, { a: 1 });
});

test("a run is good whose process does not exit, however it is ended then", async (t) => {
  const stuck = `${good} setInterval(() => {}, 1000);`;
  const claude = await scripted(t, stuck);
  const waited = await claude.print({ prompt: "p" }, { exitMs: 300 }).result();
  assert.deepEqual([waited.exit.type, waited.exit.reason], ["aborted", "Did not exit within 300 ms after its result"]);
  const limited = await claude.print({ prompt: "p" }, { exitMs: 20_000, timeouts: { totalMs: 2500 } }).result();
  assert.deepEqual([limited.exit.type, limited.finalMessage], ["timed-out", "Done"]);
  const silent = await claude.print({ prompt: "p" }, { exitMs: 20_000, timeouts: { silenceMs: 1500 } }).result();
  assert.deepEqual([silent.exit.type, silent.costUsd], ["silent", 1]);
  const short = await claude.print({ prompt: "p" }, { timeouts: { silenceMs: 1500 } }).result();
  assert.equal(short.exit.reason, "Did not exit within 750 ms after its result");
});

test("a process that does not exit fails the run all the same when its result is an error", async (t) => {
  const claude = await scripted(
    t,
    `hear(() => { init(); result({ is_error: true, result: "API Error" }); }); setInterval(() => {}, 1000);`,
  );
  const error = await assertFails(claude.print({ prompt: "p" }, { exitMs: 300 }).result(), "CLAUDE_CODE_EXIT");
  assert.deepEqual(
    [error.reason, error.message.split("\n")[0]],
    ["api-error", "Claude Code ended with a result that is an error: API Error"],
  );
});

test("a run waits for the sub-agents in the background, and not for shell commands", async (t) => {
  const tasks = (type: string): string =>
    `say({ type: "system", subtype: "background_tasks_changed", tasks: [{ task_id: "t", task_type: ${JSON.stringify(type)}, description: "d" }], uuid: "u", session_id: "s1" });`;
  const script = (type: string): string => `onEnd(() => fs.writeFileSync("closed", "")); setInterval(() => {}, 1000);
    hear(() => { init(); ${tasks(type)} result({ result: "First" });
      setTimeout(() => { say({ type: "system", subtype: "background_tasks_changed", tasks: [], uuid: "u", session_id: "s1" });
        init(); result({ result: String(fs.existsSync("closed")) }); }, 1500); });`;
  const agent = await scripted(t, script("local_agent"));
  assert.equal((await agent.print({ prompt: "p" }, { exitMs: 400 }).result()).finalMessage, "false");
  const command = await scripted(t, script("local_bash"));
  assert.equal((await command.print({ prompt: "p" }, { exitMs: 400 }).result()).finalMessage, "First");
});
