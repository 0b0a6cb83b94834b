import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { assertNoProcess, processesWith } from "@lockstep/wrapper/testing";
import { openClaudeCode, type Timeouts } from "../src/index.ts";
import { failureOf, setUp } from "./bench.ts";
import { claudeBinaries } from "./claude-binaries.ts";
import { type Answer, calls, says, steps, tokens } from "./fake-messages-answer.ts";

// What becomes of a run of each real Claude Code that does not go well.
for (const binary of claudeBinaries()) describe(binary, { concurrency: 2 }, () => checkBinary(binary));

function checkBinary(binary: string): void {
  test("a run ends at its limit of turns and at its budget, with what it cost", async (t) => {
    const bench = await setUp(t, binary, steps(calls(["Bash", { command: "echo one" }])));
    const turns = await failureOf(bench.claude.print({ prompt: "Go", maxTurns: 1, allowedTools: ["Bash"] }).result());
    assert.deepEqual([turns.code, turns.reason, turns.exitCode], ["CLAUDE_CODE_EXIT", "max-turns", 1]);
    assert.match(turns.message, /^Claude Code exited with code 1, wanted 0: Reached maximum number of turns \(1\)/);
    const budget = await failureOf(bench.claude.print({ prompt: "Go", maxBudgetUsd: 0.000001, allowedTools: ["Bash"] }).result());
    assert.deepEqual([budget.code, budget.reason], ["CLAUDE_CODE_EXIT", "budget"]);
    for (const { run } of [turns, budget]) {
      assert.ok(run?.sessionId !== undefined && run.costUsd > 0);
      assert.deepEqual(run.usage, {
        inputTokens: tokens.input_tokens,
        cacheReadInputTokens: tokens.cache_read_input_tokens,
        cacheCreationInputTokens: tokens.cache_creation_input_tokens,
        outputTokens: tokens.output_tokens,
      });
    }
  });

  test("an error of the API fails the run with what the API said, at once or after the attempts, which are told", async (t) => {
    const answers: readonly (readonly [Answer, reason: string, says: RegExp])[] = [
      [{ type: "failure", status: 400, message: "Bad things" }, "api-error", /API Error: 400 .*Bad things/s],
      [{ type: "failure", status: 529 }, "api-error", /529|Overloaded/i],
      [{ type: "cut" }, "api-error", /API Error/],
      [{ type: "failure", status: 403, message: "No" }, "api-error", /No/],
    ];
    let answer: Answer = says("");
    const bench = await setUp(t, binary, () => answer, { env: { CLAUDE_CODE_MAX_RETRIES: "1" } });
    for (const [next, reason, expected] of answers) {
      answer = next;
      const run = bench.claude.print({ prompt: "Go" });
      const error = await failureOf(run.result());
      assert.equal(error.code, "CLAUDE_CODE_EXIT");
      assert.match(error.message, expected);
      assert.ok(["login", reason].includes(error.reason ?? ""), error.reason);
    }
  });

  test("a run without a login fails with that reason", async (t) => {
    const bench = await setUp(t, binary, () => says("Never asked"), { env: { ANTHROPIC_API_KEY: "" } });
    const error = await failureOf(bench.claude.print({ prompt: "Go" }).result());
    assert.deepEqual([error.code, error.reason, bench.server.requests.length], ["CLAUDE_CODE_EXIT", "login", 0]);
    assert.match(error.message, /Not logged in/);
  });

  test("a conversation that is not there and a session id that is taken fail with what Claude Code says", async (t) => {
    const bench = await setUp(t, binary, () => says("Answer"));
    const missing = await failureOf(bench.claude.print({ prompt: "Go", resume: "5f0b6f6e-0000-4000-8000-0000000000ff" }).result());
    assert.deepEqual([missing.code, missing.reason], ["CLAUDE_CODE_EXIT", "not-begun"]);
    assert.match(missing.message, /No conversation found with session ID/);
    const { sessionId = assert.fail("No id") } = await bench.claude.print({ prompt: "Go" }).result();
    const taken = await failureOf(bench.claude.print({ prompt: "Go", sessionId }).result());
    assert.deepEqual([taken.code, taken.reason], ["CLAUDE_CODE_EXIT", "no-result"]);
    assert.match(taken.message, /already in use/);
  });

  test("a model that does not answer ends at the limit that comes first", async (t) => {
    const bench = await setUp(t, binary, () => ({ type: "hang" }));
    const limits: readonly (readonly [Timeouts, code: string])[] = [
      [{ totalMs: 6000 }, "CLAUDE_CODE_TIMED_OUT"],
      [{ silenceMs: 6000, totalMs: 60_000 }, "CLAUDE_CODE_SILENT"],
      [{ progressMs: 6000, totalMs: 60_000 }, "CLAUDE_CODE_STALLED"],
    ];
    for (const [timeouts, code] of limits) {
      const error = await failureOf(bench.claude.print({ prompt: "Go" }, { timeouts }).result());
      assert.deepEqual([error.code, error.reason], [code, undefined]);
      await assertNoProcess(bench.mark);
    }
  });

  test("a model that sends signs of life alone makes no progress", async (t) => {
    const bench = await setUp(t, binary, () => ({ type: "trickle", everyMs: 100, isPing: true }));
    const run = bench.claude.print({ prompt: "Go", includePartialMessages: true }, { timeouts: { progressMs: 6000, totalMs: 60_000 } });
    const error = await failureOf(run.result());
    assert.equal(error.code, "CLAUDE_CODE_STALLED", error.message);
  });

  test("a killed run leaves no process, also none in a session of its own", async (t) => {
    const bench = await setUp(t, binary, steps(calls(["Bash", { command: "(setsid sleep 300 &); sleep 300" }])));
    const ways = {
      abort: async (signal: AbortSignal) => {
        const run = bench.claude.print({ prompt: "Go", allowedTools: ["Bash"] }, { signal });
        return failureOf(run.result());
      },
      leave: async (signal: AbortSignal) => {
        const run = bench.claude.print({ prompt: "Go", allowedTools: ["Bash"] });
        const reading = (async () => {
          const iterator = run[Symbol.asyncIterator]();
          signal.addEventListener("abort", () => void iterator.return?.());
          for (let next = await iterator.next(); next.done !== true; next = await iterator.next());
        })();
        await reading;
        return failureOf(run.result());
      },
    };
    for (const way of ["abort", "leave"] as const) {
      const aborting = new AbortController();
      const ended = ways[way](aborting.signal);
      while (processesWith(bench.mark).filter((line) => line.includes("sleep 300")).length < 2) await sleep(50);
      aborting.abort();
      assert.equal((await ended).code, "CLAUDE_CODE_ABORTED");
      await assertNoProcess(bench.mark);
    }
  });

  test("a process that dies, and one that never was, fail the run", async (t) => {
    const bench = await setUp(t, binary, () => ({ type: "hang" }));
    const run = bench.claude.print({ prompt: "Go" });
    for await (const event of run) {
      if (event.type !== "system") continue;
      for (const line of processesWith(bench.mark)) process.kill(Number(line.split(" ", 1)[0]), "SIGKILL");
      break;
    }
    await assertNoProcess(bench.mark);
    const { options } = bench;
    const absent = await openClaudeCode({ ...options, binary: "./absent", version: "2.1.332" });
    assert.equal((await failureOf(absent.print({ prompt: "Go" }).result())).code, "CLAUDE_CODE_NOT_STARTED");
  });
}
