import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { type Codex, type CodexOptions, createCodex } from "./client.ts";
import { CodexError, type CodexErrorCode } from "./codex-error.ts";
import type { CodexRun } from "./codex-run.ts";
import type { CodexEvent } from "./events/event.ts";

/** A codex whose last message is its arguments and its stdin. */
const echo = `
  const argv = process.argv.slice(2);
  const [, file] = argv.join(" ").match(/--output-last-message=([^ ]+)/);
  fs.writeFileSync(file, argv.join(" ").replace(file, "FILE") + "|" + fs.readFileSync(0, "utf8"));`;
const session = `console.log('{"type":"thread.started","thread_id":"t1"}');`;

test("exec() sends the prompt through stdin, yields events, and reads the last message from its file", async (t) => {
  const codex = scripted(
    t,
    `
    ${session}
    const file = process.argv.find((arg) => arg.startsWith("--output-last-message=")).slice(22);
    fs.writeFileSync(file, "You said: " + fs.readFileSync(0, "utf8"));
    console.log('{"type":"turn.completed","usage":{"input_tokens":9,"cached_input_tokens":0,"output_tokens":1}}');`,
  );
  const run = codex.exec({ prompt: "grüße" });
  const types = (await all(run)).map(({ type }) => type);
  assert.deepEqual(types, ["thread.started", "turn.completed"]);
  const result = await run.result();
  assert.deepEqual([result.threadId, result.finalMessage, result.exit.exitCode], ["t1", "You said: grüße", 0]);
  assert.deepEqual(result.usage, { inputTokens: 9, cachedInputTokens: 0, outputTokens: 1 });
});

test("exec() always asks for JSON and copies the last message to the caller's file", async (t) => {
  const codex = scripted(t, echo);
  const { finalMessage } = await codex.exec({ prompt: "p", outputLastMessage: "mine.txt" }).result();
  assert.equal(finalMessage, "exec --json --output-last-message=FILE -|p");
  assert.equal(readFileSync(join(codex.cwd, "mine.txt"), "utf8"), finalMessage);
});

test("exec() takes no old file of the caller for the last message when codex writes none", async (t) => {
  const codex = scripted(t, session);
  const file = join(codex.cwd, "mine.txt");
  writeFileSync(file, "Old answer");
  const { finalMessage } = await codex.exec({ prompt: "p", outputLastMessage: "mine.txt" }).result();
  assert.deepEqual([finalMessage, readFileSync(file, "utf8")], ["", "Old answer"]);
});

test("exec() fails when the last message cannot be copied to the caller's file", async (t) => {
  const error = await assertFails(
    scripted(t, echo).exec({ prompt: "p", outputLastMessage: "no/such/folder.txt" }).result(),
    "CODEX_OUTPUT",
  );
  assert.match(error.message, /^The last message could not be written to ".*\/no\/such\/folder.txt": ENOENT/);
});

test("exec() fails with a CodexError when the host's temporary folder does not exist", async (t) => {
  useTemporaryFolder(t, "/no/such/folder");
  const codex = createCodex({ binary: "codex", cwd: "/" });
  const error = await assertFails((async () => codex.exec({ prompt: "p" }).result())(), "CODEX_NOT_STARTED");
  assert.match(error.message, /^No temporary folder could be made in "\/no\/such\/folder": ENOENT.*\n {2}command: codex exec -\n/);
});

test("exec() leaves no temporary folder behind", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "codex-client-"));
  t.after(() => rmSync(folder, { recursive: true }));
  useTemporaryFolder(t, folder);
  await scripted(t, session).exec({ prompt: "p" }).result();
  await assertFails(scripted(t, "process.exitCode = 1").exec({ prompt: "p" }).result(), "CODEX_EXIT");
  assert.throws(() => scripted(t, "").exec({ prompt: "" }), CodexError);
  assert.deepEqual(
    readdirSync(folder).filter((name) => name.startsWith("lockstep-codex-")),
    [],
  );
});

test("exec() keeps garbage, torn, CRLF and unknown lines as events and ends well", async (t) => {
  const codex = scripted(
    t,
    `
    process.stdout.write('garbage\\n\\n{"type":"turn.started"}\\r\\n{"type":"new.thing","x":1}\\n{"type":"turn.com');`,
  );
  const events = await all(codex.exec({ prompt: "p" }));
  assert.deepEqual(events, [
    { type: "malformed", line: { text: "garbage" } },
    { type: "turn.started", raw: { type: "turn.started" } },
    { type: "unknown", raw: { type: "new.thing", x: 1 } },
    { type: "malformed", line: { text: '{"type":"turn.com', defect: "unterminated" } },
  ]);
});

test("exec() fails with what codex told, command, directory, exit code and stderr, without secrets", async (t) => {
  const codex = scripted(
    t,
    `
    console.log('{"type":"turn.failed","error":{"message":"Model refused"}}');
    console.error("line\\n".repeat(50) + "key was hunter22secret");
    process.exitCode = 3;`,
    { env: { CODEX_API_KEY: "hunter22secret" } },
  );
  const run = codex.exec({ prompt: "p", config: ["x=hunter22secret"] });
  const error = await assertFails(all(run), "CODEX_EXIT");
  assert.match(
    error.message,
    /^Codex exited with code 3, wanted 0: Model refused\n {2}command: .*codex exec --json .* --config=x=\[redacted\] -\n {2}directory: /,
  );
  assert.equal(error.exitCode, 3);
  assert.equal(error.stderr.split("\n").length, 20);
  assert.match(error.stderr, /key was \[redacted\]$/);
  assert.ok(!JSON.stringify([error.message, error.stderr, error.command]).includes("hunter22"));
  await assertFails(run.result(), "CODEX_EXIT");
});

test("exec() hides the secrets of config overrides, also where stderr quotes them", async (t) => {
  const codex = scripted(t, `console.error('refused abcd1234secret and API_KEY="hunter2hunter2"'); process.exitCode = 1;`);
  const config = ['model_providers.x.experimental_bearer_token="abcd1234secret"', 'mcp_servers.y.env.API_KEY="hunter2hunter2"'];
  const error = await assertFails(codex.exec({ prompt: "p", config }).result(), "CODEX_EXIT");
  assert.match(
    error.command ?? "",
    /--config=model_providers\.x\.experimental_bearer_token=\[redacted\] --config=mcp_servers\.y\.env\.API_KEY=\[redacted\] -$/,
  );
  assert.equal(error.stderr, "refused [redacted] and API_KEY=[redacted]");
  assert.doesNotMatch(error.message, /abcd1234|hunter2/);
});

test("exec() names the signal when codex dies of one", async (t) => {
  const error = await assertFails(scripted(t, `process.kill(process.pid, "SIGKILL")`).exec({ prompt: "p" }).result(), "CODEX_EXIT");
  assert.match(error.message, /^Codex died of signal SIGKILL/);
});

test("exec() kills codex at the total time, at the silence time, on abort, and when the reader leaves", async (t) => {
  const hang = `${session} setInterval(() => {}, 1000);`;
  await assertFails(
    scripted(t, hang, { timeouts: { totalMs: 300 } })
      .exec({ prompt: "p" })
      .result(),
    "CODEX_TIMED_OUT",
  );
  await assertFails(
    scripted(t, hang, { timeouts: { silenceMs: 300 } })
      .exec({ prompt: "p" })
      .result(),
    "CODEX_SILENT",
  );
  await assertFails(
    scripted(t, hang)
      .exec({ prompt: "p" }, { signal: AbortSignal.timeout(100) })
      .result(),
    "CODEX_ABORTED",
  );
  const run = scripted(t, hang).exec({ prompt: "p" });
  for await (const _ of run) break;
  await assertFails(run.result(), "CODEX_ABORTED");
});

test("every call says CODEX_NOT_STARTED when the binary is missing", async () => {
  const codex = createCodex({ binary: "/no/such/codex" });
  const calls = [
    codex.exec({ prompt: "p" }).result(),
    codex.execReview({ target: { type: "uncommitted" } }).result(),
    codex.version(),
    codex.loginStatus(),
    codex.featuresList(),
  ];
  for (const call of calls)
    assert.match((await assertFails(call, "CODEX_NOT_STARTED")).message, /^Executable "\/no\/such\/codex" does not exist/);
});

test("execResume() and execReview() send their prompts", async (t) => {
  const codex = scripted(t, echo);
  assert.equal(
    await said(codex.execResume({ prompt: "more", session: { type: "last" } })),
    "exec resume --json --output-last-message=FILE --last -|more",
  );
  assert.equal(
    await said(codex.execReview({ target: { type: "instructions", prompt: "look" } })),
    "exec review --json --output-last-message=FILE -|look",
  );
  assert.equal(
    await said(codex.execReview({ target: { type: "uncommitted" } })),
    "exec review --json --output-last-message=FILE --uncommitted|",
  );
});

test("version() parses the version and refuses another text", async (t) => {
  assert.equal(await scripted(t, `console.log("codex-cli 1.2.3-alpha.4")`).version(), "1.2.3-alpha.4");
  await assertFails(scripted(t, `console.log("codex 1")`).version(), "CODEX_OUTPUT");
});

test("loginStatus() tells logged in, logged out and failure apart", async (t) => {
  assert.deepEqual(await scripted(t, `console.error("Logged in using ChatGPT")`).loginStatus(), {
    loggedIn: true,
    detail: "Logged in using ChatGPT",
  });
  assert.deepEqual(await scripted(t, `console.error("Not logged in"); process.exitCode = 1`).loginStatus(), {
    loggedIn: false,
    detail: "Not logged in",
  });
  await assertFails(scripted(t, `console.error("Error loading configuration"); process.exitCode = 1`).loginStatus(), "CODEX_EXIT");
});

test("featuresList() parses rows with stages of several words and refuses other rows", async (t) => {
  assert.deepEqual(await scripted(t, `console.log("apps    stage one  true\\nbeta_x  stable     false")`).featuresList(), [
    { name: "apps", stage: "stage one", effective: true },
    { name: "beta_x", stage: "stable", effective: false },
  ]);
  await assertFails(scripted(t, `console.log("apps maybe")`).featuresList(), "CODEX_OUTPUT");
});

/** A codex whose binary is a script in a temporary folder, which is also its working directory. */
function scripted(t: TestContext, script: string, options: Partial<CodexOptions> = {}): Codex & { readonly cwd: string } {
  const cwd = realpathSync(mkdtempSync(join(tmpdir(), "scripted-codex-")));
  t.after(() => rmSync(cwd, { recursive: true, force: true }));
  const binary = join(cwd, "codex");
  writeFileSync(binary, `#!${process.execPath}\nconst fs = require("node:fs");\n${script}\n`, { mode: 0o755 });
  return { ...createCodex({ binary, cwd, timeouts: { totalMs: 10_000 }, ...options }), cwd };
}

/** Lets this process's temporary files go to a folder until the test ends. */
function useTemporaryFolder(t: TestContext, folder: string): void {
  const before = process.env["TMPDIR"];
  process.env["TMPDIR"] = folder;
  t.after(() => {
    if (before === undefined) delete process.env["TMPDIR"];
    else process.env["TMPDIR"] = before;
  });
}

async function all(events: AsyncIterable<CodexEvent>): Promise<CodexEvent[]> {
  const list: CodexEvent[] = [];
  for await (const event of events) list.push(event);
  return list;
}

async function assertFails(call: Promise<unknown>, code: CodexErrorCode): Promise<CodexError> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof CodexError, `Wanted a CodexError, got ${String(error)}`);
  assert.equal(error.code, code);
  return error;
}

async function said(run: CodexRun): Promise<string> {
  return (await run.result()).finalMessage;
}
