import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { failureOf, setUp } from "./bench.ts";
import { claudeBinaries } from "./claude-binaries.ts";
import { calls, says, steps } from "./fake-messages-answer.ts";
import { userTexts } from "./fake-messages-server.ts";

// Speaks to each real Claude Code while it runs.
for (const binary of claudeBinaries()) describe(binary, { concurrency: 2 }, () => checkBinary(binary));

function checkBinary(binary: string): void {
  test("send() adds turns to a run that is kept open, whose cost is that of all of them", async (t) => {
    const bench = await setUp(t, binary, (_, n) => says(`Answer ${n}`));
    const run = bench.claude.print({}, { isKeptOpen: true });
    await run.send("Prompt 1");
    const messages: string[] = [];
    for await (const event of run) {
      if (event.type !== "result") continue;
      messages.push(event.subtype === "success" ? event.result : event.subtype);
      if (messages.length === 3) run.end();
      else await run.send([{ type: "text", text: `Prompt ${messages.length + 1}` }]);
    }
    assert.deepEqual(messages, ["Answer 1", "Answer 2", "Answer 3"]);
    const { finalMessage, usage, costUsd, modelUsage, exit } = await run.result();
    assert.deepEqual([finalMessage, usage.inputTokens, usage.outputTokens, exit.exitCode], ["Answer 3", 300, 21, 0]);
    assert.ok(Math.abs(costUsd - Object.values(modelUsage).reduce((sum, { costUSD }) => sum + costUSD, 0)) < 1e-12);
    assert.deepEqual(
      userTexts(bench.server.requests[2] ?? assert.fail()).filter((text) => text.startsWith("Prompt")),
      ["Prompt 1", "Prompt 2", "Prompt 3"],
    );
    assert.equal((await failureOf(run.send("Too late"))).code, "CLAUDE_CODE_OUTPUT");
  });

  test("/clear begins another conversation, and the run's cost goes on", async (t) => {
    const bench = await setUp(t, binary, (_, n) => says(`Answer ${n}`));
    const run = bench.claude.print({ prompt: "Prompt 1" }, { isKeptOpen: true });
    const costs: number[] = [];
    for await (const event of run) {
      if (event.type !== "result") continue;
      costs.push(event.total_cost_usd);
      if (costs.length === 1) await run.send("/clear");
      if (costs.length === 2) await run.send("Prompt 2");
      if (costs.length === 3) run.end();
    }
    const { usage, costUsd, turns } = await run.result();
    assert.deepEqual([usage.inputTokens, usage.outputTokens, turns], [200, 14, 2]);
    assert.ok(Math.abs(costUsd - 2 * (costs[2] ?? 0)) < 1e-12, `${costUsd} and ${costs.join()}`);
    assert.doesNotMatch(JSON.stringify(bench.server.requests.at(-1)?.messages), /Prompt 1/);
  });

  test("end() before any message ends a run without a result", async (t) => {
    const bench = await setUp(t, binary, () => says("Never asked"));
    const run = bench.claude.print({}, { isKeptOpen: true });
    run.end();
    const error = await failureOf(run.result());
    assert.deepEqual([error.code, error.reason, error.exitCode], ["CLAUDE_CODE_EXIT", "no-result", 0]);
    assert.deepEqual(bench.server.requests, []);
  });

  test("send() reaches a turn that is running, and the run ends by itself", async (t) => {
    const bench = await setUp(t, binary, steps(calls(["Bash", { command: "sleep 2" }]), says("Answer")));
    const run = bench.claude.print({ prompt: "First", allowedTools: ["Bash"] });
    let sent: Promise<void> | undefined;
    for await (const event of run) if (event.type === "assistant") sent ??= run.send("Second");
    await sent;
    assert.equal((await run.result()).finalMessage, "Answer");
    // Where it stands differs between versions.
    assert.match(JSON.stringify(bench.server.requests.at(-1)?.messages), /Second/);
  });

  test("interrupt() ends a turn, and the next one goes well", async (t) => {
    const bench = await setUp(t, binary, steps({ type: "trickle", everyMs: 50 }, says("Answer 2")));
    const run = bench.claude.print({ prompt: "First", includePartialMessages: true }, { isKeptOpen: true });
    const results: string[] = [];
    let isInterrupted = false;
    for await (const event of run) {
      if (event.type === "stream_event" && event.event.type === "content_block_delta" && !isInterrupted) {
        isInterrupted = true;
        await run.interrupt();
      }
      if (event.type !== "result") continue;
      results.push(event.subtype);
      if (results.length === 1) await run.send("Second");
      run.end();
    }
    assert.deepEqual(results, ["error_during_execution", "success"]);
    assert.equal((await run.result()).finalMessage, "Answer 2");
  });

  test("interrupt() fails a run of one turn, with the reason of the error", async (t) => {
    const bench = await setUp(t, binary, () => ({ type: "trickle", everyMs: 50 }));
    const run = bench.claude.print({ prompt: "First", includePartialMessages: true });
    const reading = (async () => {
      let isInterrupted = false;
      for await (const event of run) {
        if (event.type !== "stream_event" || isInterrupted) continue;
        isInterrupted = true;
        await run.interrupt();
      }
    })();
    const error = await failureOf(reading);
    assert.deepEqual([error.code, error.reason], ["CLAUDE_CODE_EXIT", "interrupted"]);
  });

  test("setModel() and setPermissionMode() count from then on, and a refusal is an error", async (t) => {
    const edit = calls(["Write", { file_path: "made.txt", content: "1" }]);
    const bench = await setUp(t, binary, steps(says("Answer 1"), edit, says("Answer 2")));
    const run = bench.claude.print({ prompt: "First", model: "opus" }, { isKeptOpen: true });
    let results = 0;
    for await (const event of run) {
      if (event.type !== "result") continue;
      results += 1;
      if (results === 2) run.end();
      if (results > 1) continue;
      await run.setModel("haiku");
      await run.setPermissionMode("acceptEdits");
      const refused = await failureOf(run.setPermissionMode("bypassPermissions"));
      assert.match(refused.message, /^The request "set_permission_mode" failed: /);
      assert.equal((await run.control({ subtype: "get_binary_version" })).version, bench.claude.version);
      await run.send("Second");
    }
    await run.result();
    const models = bench.server.requests.map(({ model }) => model);
    assert.match(models[0] ?? "", /opus/);
    assert.match(models[1] ?? "", /haiku/);
    assert.ok(existsSync(join(bench.cwd, "made.txt")));
  });

  test("a run is good whose process does not exit after its result, and nothing of it is left", async (t) => {
    const bench = await setUp(
      t,
      binary,
      steps(calls(["Bash", { command: "sleep 300", run_in_background: true }]), says("It runs in the background")),
    );
    const run = bench.claude.print({ prompt: "Start it", allowedTools: ["Bash"] }, { exitMs: 2500 });
    const { finalMessage, exit, costUsd } = await run.result();
    assert.equal(finalMessage, "It runs in the background");
    assert.deepEqual([exit.type, exit.reason], ["aborted", "Did not exit within 2500 ms after its result"]);
    assert.ok(costUsd > 0);
  });
}
