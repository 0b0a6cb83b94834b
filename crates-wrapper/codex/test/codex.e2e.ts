import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, type TestContext, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { runProcess } from "@lockstep/runtime";
import { scenarios, type VersionBounds } from "../src/coverage/scenarios.ts";
import { type Codex, type CodexErrorCode, CodexError, type CodexEvent, type CodexOptions, createCodex } from "../src/index.ts";
import { type Answer, type FakeResponsesServer, type ResponsesRequest, startFakeResponsesServer } from "./fake-responses-server.ts";

// Drives the real codex that CODEX_BINARY names, and that of CODEX_BINARY_OLDEST when it is set, offline, against a fake model server.
const newest = process.env["CODEX_BINARY"] ?? assert.fail("CODEX_BINARY is not set, wanted the path of a real codex binary");
const oldest = process.env["CODEX_BINARY_OLDEST"];
// Codex warns about a home in the temporary folder: so each bench has one of its own, wherever this checkout lies.
const cache = resolve(import.meta.dirname, "../../../.cache");
const session = { model: "fake-model", dangerouslyBypassApprovalsAndSandbox: true } as const;

for (const binary of new Set([newest, oldest ?? newest])) describe(binary, () => checkBinary(binary));

function checkBinary(binary: string): void {
  test("each scenario is accepted by a codex of the versions that it names", async () => {
    const version = await createCodex({ binary }).version();
    for (const { name, argv, seenOn = {} } of scenarios) {
      const refusal = await refusalOf(
        binary,
        argv.map(({ token }) => token),
      );
      if (covers(seenOn, version)) assert.equal(refusal, undefined, name);
      else assert.match(refusal ?? "accepted", /unexpected argument/, name);
    }
  });

  test("codex refuses the combinations that the builders and request types exclude", async () => {
    const combinations = [
      ["exec", "--no-such-flag", "-"],
      ["exec", "resume", "--worktree", "--last", "-"],
      ["exec", "--approve-for-me", "--sandbox=read-only", "-"],
      ["exec", "--approve-for-me", "--dangerously-bypass-approvals-and-sandbox", "-"],
      ["exec", "--full-auto", "--dangerously-bypass-approvals-and-sandbox", "-"],
      ["exec", "--worktree", "--ephemeral", "-"],
      ["exec", "review", "--uncommitted", "--base=main"],
      ["exec", "review", "--commit=HEAD", "--base=main"],
      ["exec", "review", "--uncommitted", "-"],
      ["exec", "review", "--title=T"],
      ["exec", "review", "--worktree", "--uncommitted"],
      ["exec", "review", "--cyber-access-program=standard", "--uncommitted"],
    ];
    for (const argv of combinations) {
      assert.match(
        (await refusalOf(binary, argv)) ?? "accepted",
        /cannot be used with|cannot be combined with|cannot resume|not supported|required arguments|unexpected argument/,
        argv.join(" "),
      );
    }
  });

  test("exec() runs a tool call to its end, and execResume() sends what was said before", async (t) => {
    const bench = await setUp(t, binary, (request) => {
      if (!request.input.some(({ type }) => type === "function_call_output")) {
        assert.ok(
          request.tools?.some(({ name }) => name === "exec_command"),
          `Offered tools: ${JSON.stringify(request.tools?.map(({ name }) => name))}`,
        );
        return { type: "function_call", name: "exec_command", arguments: { cmd: "echo made > made.txt; echo tool-output-$((40 + 2))" } };
      }
      return { type: "message", text: textsOf(request).includes("Second prompt") ? "Answer two" : "Answer one, ünïcode" };
    });
    const run = bench.codex.exec({ ...session, config: bench.config, prompt: "First prompt" });
    const events = await all(run);
    const result = await run.result();

    assert.equal(readFileSync(join(bench.cwd, "made.txt"), "utf8"), "made\n");
    assert.match(JSON.stringify(bench.server.requests[1]?.input.find(({ type }) => type === "function_call_output")), /tool-output-42/);
    assert.equal(result.finalMessage, "Answer one, ünïcode");
    assert.deepEqual(result.usage, { inputTokens: 200, cachedInputTokens: 80, outputTokens: 14 });
    assert.deepEqual(
      events.filter(({ type }) => type === "unknown" || type === "malformed"),
      [],
    );
    const types = events.map(({ type }) => type);
    assert.deepEqual(
      [types[0], types.filter((type) => type === "turn.started").length, types.at(-1)],
      ["thread.started", 1, "turn.completed"],
    );
    const items = events.flatMap((event) => (event.type === "item.completed" ? [event.item] : []));
    const command = items.find(({ type }) => type === "command_execution");
    assert.deepEqual([command?.fields["exit_code"], command?.fields["aggregated_output"]], [0, "tool-output-42\n"]);
    assert.equal(items.find(({ type }) => type === "agent_message")?.fields["text"], "Answer one, ünïcode");

    assert.ok(result.threadId);
    for (const resumed of [{ type: "id", id: result.threadId }, { type: "last" }] as const) {
      const second = await bench.codex.execResume({ ...session, config: bench.config, session: resumed, prompt: "Second prompt" }).result();
      assert.deepEqual([second.threadId, second.finalMessage], [result.threadId, "Answer two"]);
      const sent = bench.server.requests.at(-1);
      assert.ok(sent);
      const told = ["First prompt", "Answer one, ünïcode", "Second prompt"];
      assert.deepEqual([...new Set(textsOf(sent).filter((text) => told.includes(text)))], told);
      assert.match(JSON.stringify(sent.input), /tool-output-42/);
    }
  });

  test("execReview() reviews uncommitted changes, and by instructions", async (t) => {
    const bench = await setUp(t, binary, () => ({ type: "message", text: "No findings" }));
    execFileSync("git", ["init", "-q", bench.cwd]);
    writeFileSync(join(bench.cwd, "new.txt"), "new\n");
    for (const target of [{ type: "uncommitted" }, { type: "instructions", prompt: "Look for races" }] as const) {
      const { finalMessage } = await bench.codex.execReview({ ...session, config: bench.config, target }).result();
      assert.match(finalMessage, /No findings/);
    }
    assert.match(JSON.stringify(bench.server.requests[0]?.input), /uncommitted|untracked/);
    assert.match(JSON.stringify(bench.server.requests.at(-1)?.input), /Look for races/);
  });

  test("exec() fails with codex's own reason when the server answers 500", async (t) => {
    const bench = await setUp(t, binary, () => ({ type: "failure", status: 500 }));
    const error = await assertFails(bench.codex.exec({ ...session, config: bench.config, prompt: "p" }).result(), "CODEX_EXIT");
    assert.equal(error.exitCode, 1);
    assert.match(error.message, /^Codex exited with code 1, wanted 0: We.re currently experiencing high demand/);
  });

  test("exec() kills codex at the total time when the server hangs", async (t) => {
    const bench = await setUp(t, binary, () => ({ type: "hang" }), { totalMs: 3000 });
    await assertFails(bench.codex.exec({ ...session, config: bench.config, prompt: "p" }).result(), "CODEX_TIMED_OUT");
    assert.equal(bench.server.requests.length, 1);
    await assertNoProcess(bench.server.baseUrl);
  });

  test("exec() leaves no tool process behind when it is killed in a tool call", async (t) => {
    const mark = `300.${process.pid}`;
    const bench = await setUp(
      t,
      binary,
      (request) =>
        request.input.some(({ type }) => type === "function_call_output")
          ? { type: "hang" }
          : { type: "function_call", name: "exec_command", arguments: { cmd: `sleep ${mark}` } },
      {
        totalMs: 4000,
      },
    );
    const started: string[] = [];
    const run = bench.codex.exec({ ...session, config: bench.config, prompt: "p" });
    await assertFails(
      (async () => {
        for await (const event of run) if (event.type === "item.started") started.push(event.item.type);
      })(),
      "CODEX_TIMED_OUT",
    );
    assert.deepEqual(started, ["command_execution"]);
    await assertNoProcess(bench.server.baseUrl);
    await assertNoProcess(`sleep ${mark}`);
  });

  test("version(), loginStatus() and featuresList() read what the real binary prints", async (t) => {
    const { codex } = await setUp(t, binary, () => ({ type: "hang" }));
    assert.match(await codex.version(), /^\d+\.\d+\.\d+/);
    assert.deepEqual(await codex.loginStatus(), { loggedIn: false, detail: "Not logged in" });
    const features = await codex.featuresList();
    assert.ok(features.length > 20);
    const [off] = features.filter(({ stage, effective }) => stage === "under development" && !effective);
    assert.ok(off);
    const enabled = await codex.featuresList({ enable: [off.name] });
    assert.equal(enabled.find(({ name }) => name === off.name)?.effective, true);
  });
}

interface Bench {
  readonly codex: Codex;
  readonly cwd: string;
  readonly server: FakeResponsesServer;
  /** Overrides that point codex to the fake server. */
  readonly config: readonly string[];
}

async function setUp(
  t: TestContext,
  binary: string,
  answer: (request: ResponsesRequest) => Answer,
  timeouts: NonNullable<CodexOptions["timeouts"]> = { totalMs: 60_000 },
): Promise<Bench> {
  const server = await startFakeResponsesServer(answer);
  mkdirSync(cache, { recursive: true });
  const home = mkdtempSync(join(cache, "codex-e2e-"));
  const cwd = join(home, "work");
  const codexHome = join(home, ".codex");
  const temp = join(home, "tmp");
  for (const folder of [cwd, codexHome, temp]) mkdirSync(folder);
  t.after(async () => {
    await server.close();
    rmSync(home, { recursive: true, force: true, maxRetries: 10 });
  });
  const provider = {
    name: "Fake",
    base_url: server.baseUrl,
    wire_api: "responses",
    env_key: "FAKE_MODEL_KEY",
    request_max_retries: 0,
    stream_max_retries: 0,
  };
  const config = [
    'model_provider="fake"',
    ...Object.entries(provider).map(([key, value]) => `model_providers.fake.${key}=${JSON.stringify(value)}`),
  ];
  return {
    codex: createCodex({ binary, cwd, codexHome, env: { HOME: home, TMPDIR: temp, FAKE_MODEL_KEY: "fake-key" }, timeouts }),
    cwd,
    server,
    config,
  };
}

/** Why the command line is refused; undefined when codex took it and went on to look for its home, which is missing. */
async function refusalOf(binary: string, args: readonly string[]): Promise<string | undefined> {
  const missing = join(cache, "no-such-codex-home");
  assert.ok(!existsSync(missing));
  // The scenarios' `--cd=work` is looked at first.
  mkdirSync(join(cache, "work"), { recursive: true });
  const { exitCode, stdout, stderr } = await runProcess({
    file: binary,
    args,
    cwd: cache,
    env: { HOME: cache, CODEX_HOME: missing },
    totalMs: 10_000,
  });
  // The warning about the same missing folder comes before the arguments are even read.
  const said = stderr.split("\n").filter((line) => !line.startsWith("WARNING"));
  return exitCode === 0 || said.some((line) => line.includes(`CODEX_HOME points to "${missing}"`)) ? undefined : `${stdout}${stderr}`;
}

function covers({ from = version0, to }: VersionBounds, version: string): boolean {
  return compare(version, from) >= 0 && (to === undefined || compare(version, to) <= 0);
}

const version0 = "0.0.0";

function compare(a: string, b: string): number {
  return a.localeCompare(b, "en", { numeric: true });
}

function textsOf(request: ResponsesRequest): string[] {
  return request.input.flatMap(({ content = [] }) => content.flatMap(({ text }) => (text === undefined ? [] : [text])));
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

/** No process has the text in its command line; a dead one is given a second to vanish. */
async function assertNoProcess(text: string): Promise<void> {
  let found: string[] = [];
  for (let i = 0; i < 20; i++) {
    found = execFileSync("ps", ["-eo", "stat=,args="], { encoding: "utf8" })
      .split("\n")
      .filter((line) => line.includes(text) && !line.startsWith("Z"));
    if (found.length === 0) return;
    await sleep(50);
  }
  assert.fail(`Still running: ${found.join("; ")}`);
}
