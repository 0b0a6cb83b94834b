import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { describe, type TestContext, test } from "node:test";
import { assertNoProcess } from "@lockstep/wrapper/testing";
import { makeCodexHome, openCodex, readRecording } from "../src/index.ts";
import { all, assertFails, typesOf } from "../src/scripted-codex.ts";
import { type BenchOptions, isToolDone, providerConfig, setUp } from "./bench.ts";
import { codexBinaries } from "./events-binaries.ts";
import type { Answer } from "./fake-responses-server.ts";

// How each real codex, offline, fails and is killed, and what of the user it reads.
for (const binary of codexBinaries()) describe(binary, { concurrency: 2 }, () => checkBinary(binary));

function checkBinary(binary: string): void {
  const busy = { type: "failure", status: 429, headers: { "retry-after": "1" } } as const;
  const broken = { type: "failure", status: 500 } as const;
  // The trials of a request never count for 429; those of a stream do since 0.169.
  for (const [name, answer, provider, requests, reason] of [
    ["429", busy, {}, [1], /: exceeded retry limit, last status: 429 Too Many Requests\n/],
    ["429 and request_max_retries 1", busy, { request_max_retries: 1 }, [1], /: exceeded retry limit, last status: 429/],
    ["429 and stream_max_retries 1", busy, { stream_max_retries: 1 }, [1, 2], /: exceeded retry limit, last status: 429/],
    ["500", broken, {}, [1], /: We.re currently experiencing high demand/],
    ["500 and request_max_retries 1", broken, { request_max_retries: 1 }, [2], /: We.re currently experiencing high demand/],
    ["a stream that breaks off", { type: "cut" }, {}, [1], /: stream disconnected before completion/],
    ["a stream that breaks off three times", { type: "cut" }, { stream_max_retries: 2 }, [3], /: stream disconnected before completion/],
  ] as const) {
    test(`exec() fails with codex's own reason at ${name}, and keeps the caller's file`, async (t) => {
      const { error, sent, kept } = await fail(t, answer, { provider });
      assert.match(error.message, /^Codex exited with code 1, wanted 0: /);
      assert.match(error.message, reason);
      assert.ok((requests as readonly number[]).includes(sent), `${sent} requests`);
      assert.deepEqual([error.exitCode, kept], [1, "Old answer"]);
    });
  }

  test("exec() fails with codex's own reason when nobody listens, or is stalled, since 0.169 waits for a network", async (t) => {
    const bench = await setUp(t, binary, () => ({ type: "hang" }), { timeouts: { totalMs: 60_000, progressMs: 5000 } });
    const config = providerConfig(`http://127.0.0.1:${await closedPort()}/v1`);
    // Without a limit of its own that codex never ends, however few the trials.
    const waits = bench.codex.version.localeCompare("0.169.0", "en", { numeric: true }) >= 0;
    const error = await assertFails(
      bench.codex.exec({ ...bench.session, config, prompt: "p" }).result(),
      waits ? "CODEX_STALLED" : "CODEX_EXIT",
    );
    assert.match(
      error.message,
      waits ? /: Reconnecting\.\.\. waiting for network/ : /: stream disconnected before completion: error sending request/,
    );
  });

  test("exec() kills codex at the total time when the server hangs", async (t) => {
    const bench = await setUp(t, binary, () => ({ type: "hang" }), { timeouts: { totalMs: 4000 } });
    await assertFails(bench.codex.exec({ ...bench.session, prompt: "p" }).result(), "CODEX_TIMED_OUT");
    assert.equal(bench.server.requests.length, 1);
    await assertNoProcess(bench.mark);
  });

  test("exec() that only reconnects is stalled, though it is not silent", async (t) => {
    const bench = await setUp(t, binary, () => ({ type: "cut" }), {
      timeouts: { totalMs: 60_000, silenceMs: 30_000, progressMs: 4000 },
      provider: { stream_max_retries: 100 },
    });
    const error = await assertFails(bench.codex.exec({ ...bench.session, prompt: "p" }, { record: "recording" }).result(), "CODEX_STALLED");
    assert.match(error.message, /^Made no progress for 4000 ms; the last that codex told: Reconnecting\.\.\. \d\/100/);
    assert.ok(bench.server.requests.length >= 3);
    const types = await typesOf(readRecording(join(bench.cwd, "recording")));
    assert.ok(types.filter((type) => type === "error").length >= 2, types.join());
    await assertNoProcess(bench.mark);
  });

  test("exec() leaves no tool process behind when it is killed in a tool call", async (t) => {
    const bench = await setUp(t, binary, (request) =>
      isToolDone(request)
        ? { type: "hang" }
        : { type: "function_call", name: "exec_command", arguments: { cmd: `setsid sleep 300 & sleep 300` } },
    );
    const controller = new AbortController();
    const items: string[] = [];
    const run = bench.codex.exec({ ...bench.session, prompt: "p" }, { signal: controller.signal });
    await assertFails(
      (async () => {
        for await (const event of run) {
          if (event.type !== "item.started") continue;
          items.push(event.item.type);
          controller.abort();
        }
      })(),
      "CODEX_ABORTED",
    );
    assert.deepEqual(items, ["command_execution"]);
    await assertNoProcess(bench.mark);
  });

  test("makeCodexHome() keeps the user's configuration out, and nothing is left of it", async (t) => {
    const bench = await setUp(t, binary, () => ({ type: "message", text: "Done" }));
    writeFileSync(join(bench.codexHome, "config.toml"), 'model = "model-of-the-user"\n');
    writeFileSync(join(bench.codexHome, "AGENTS.md"), "RULES-OF-THE-USER");
    // A project of its own: codex also reads the .codex folders between a project's root and its working directory.
    const cwd = join(bench.home, "other", "project");
    execFileSync("git", ["init", "-q", cwd]);
    const home = makeCodexHome({ parent: join(bench.home, "homes"), config: 'model_reasoning_effort = "low"\n' });
    const env = { HOME: bench.home, TMPDIR: join(bench.home, "tmp"), FAKE_MODEL_KEY: "fake-key" };
    const request = { dangerouslyBypassApprovalsAndSandbox: true, config: bench.session.config, prompt: "p" } as const;
    for (const [codexHome, isOwn] of [
      [home.path, true],
      [bench.codexHome, false],
    ] as const) {
      const codex = await openCodex({ binary, cwd, codexHome, env, version: bench.codex.version, timeouts: { totalMs: 60_000 } });
      await codex.exec(request).result();
      const sent = bench.server.requests.at(-1);
      assert.equal(sent?.model === "model-of-the-user", !isOwn);
      assert.equal(JSON.stringify(sent).includes("RULES-OF-THE-USER"), !isOwn);
    }
    assert.ok(readdirSync(home.path).includes("sessions"), readdirSync(home.path).join());
    home.remove();
    assert.deepEqual(readdirSync(join(bench.home, "homes")), []);
  });

  async function fail(
    t: TestContext,
    answer: Answer,
    options: BenchOptions,
  ): Promise<{ readonly error: Error & { readonly exitCode: number | null }; readonly sent: number; readonly kept: string }> {
    const bench = await setUp(t, binary, () => answer, options);
    const mine = join(bench.cwd, "mine.txt");
    writeFileSync(mine, "Old answer");
    const run = bench.codex.exec({ ...bench.session, prompt: "p", outputLastMessage: "mine.txt" });
    const error = await assertFails(all(run), "CODEX_EXIT");
    return { error, sent: bench.server.requests.length, kept: readFileSync(mine, "utf8") };
  }
}

/** A port of loopback on which nobody listens. */
async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  assert.ok(address !== null && typeof address === "object");
  await new Promise((resolve) => server.close(resolve));
  return address.port;
}
