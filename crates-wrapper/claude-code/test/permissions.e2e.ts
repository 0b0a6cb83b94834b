import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { all } from "@lockstep/wrapper/testing";
import type { PermissionCallback } from "../src/index.ts";
import { type Bench, failureOf, setUp } from "./bench.ts";
import { claudeBinaries } from "./claude-binaries.ts";
import { calls, says, steps } from "./fake-messages-answer.ts";
import { toolResults } from "./fake-messages-server.ts";

// What each real Claude Code does with the answers of the permission callback.
for (const binary of claudeBinaries()) describe(binary, { concurrency: 2 }, () => checkBinary(binary));

function checkBinary(binary: string): void {
  const write = calls(["Bash", { command: "echo asked > made.txt" }]);

  test("onPermission() allows a call, with another input as well, and refuses one", async (t) => {
    const bench = await setUp(t, binary, steps(write, write, write, says("Done")));
    const asked: string[] = [];
    const decided: string[] = [];
    const answers: Awaited<ReturnType<PermissionCallback>>[] = [
      { behavior: "deny", message: "Not this one" },
      { behavior: "allow", updatedInput: { command: "echo changed > changed.txt" } },
      { behavior: "allow" },
    ];
    const run = bench.claude.print(
      { prompt: "Write" },
      {
        onPermission: ({ tool_name: tool, input }) => {
          assert.equal(existsSync(join(bench.cwd, "made.txt")), false);
          asked.push(`${tool} ${String(input["command"])}`);
          return answers[asked.length - 1] ?? assert.fail("Asked too often");
        },
        onDecision: (_, { behavior }) => void decided.push(behavior),
      },
    );
    const result = await run.result();
    assert.deepEqual(asked, Array(3).fill("Bash echo asked > made.txt"));
    assert.deepEqual(decided, ["deny", "allow", "allow"]);
    assert.equal(readFileSync(join(bench.cwd, "changed.txt"), "utf8"), "changed\n");
    assert.equal(readFileSync(join(bench.cwd, "made.txt"), "utf8"), "asked\n");
    assert.match(toolResults(bench.server.requests[1] ?? assert.fail()).join(), /Not this one/);
    assert.deepEqual([result.finalMessage, result.denials.map(({ tool_name: tool }) => tool)], ["Done", ["Bash"]]);
  });

  test("onPermission() that returns the suggestions is asked once", async (t) => {
    const edit = calls(["Write", { file_path: "one.txt", content: "1" }]);
    const again = calls(["Write", { file_path: "two.txt", content: "2" }]);
    const bench = await setUp(t, binary, steps(edit, again, says("Done")));
    let asked = 0;
    const run = bench.claude.print(
      { prompt: "Write" },
      {
        onPermission: () => {
          asked += 1;
          return { behavior: "allow", updatedPermissions: [{ type: "setMode", mode: "acceptEdits", destination: "session" }] };
        },
      },
    );
    await run.result();
    assert.equal(asked, 1);
    assert.deepEqual(
      ["one.txt", "two.txt"].map((name) => existsSync(join(bench.cwd, name))),
      [true, true],
    );
  });

  test("onPermission() that throws, hangs or returns something else refuses, and the run goes on", async (t) => {
    const callbacks: readonly (readonly [callback: PermissionCallback, says: RegExp])[] = [
      [() => assert.fail("Broken callback"), /permission callback failed: Broken callback/],
      [async () => Promise.reject(new Error("Broken promise")), /permission callback failed: Broken promise/],
      [() => new Promise(() => undefined), /permission callback gave no answer for 1500 ms/],
      [() => "yes" as never, /permission callback returned \\*"yes\\*", wanted/],
    ];
    for (const [onPermission, expected] of callbacks) {
      const bench = await setUp(t, binary, steps(write, says("Done")));
      const result = await bench.claude.print({ prompt: "Write" }, { onPermission, permissionMs: 1500 }).result();
      assert.equal(result.finalMessage, "Done");
      assert.match(toolResults(bench.server.requests[1] ?? assert.fail()).join(), expected);
      assert.equal(existsSync(join(bench.cwd, "made.txt")), false);
    }
  });

  test("onPermission() with interrupt ends the turn, with the reason of the error", async (t) => {
    const bench = await setUp(t, binary, steps(write, says("Never said")));
    const answer = { behavior: "deny", message: "Stop", interrupt: true } as const;
    const error = await failureOf(bench.claude.print({ prompt: "Write" }, { onPermission: () => answer }).result());
    assert.deepEqual([error.code, error.reason, bench.server.requests.length], ["CLAUDE_CODE_EXIT", "interrupted", 1]);
    assert.ok(error.run !== undefined && error.run.costUsd > 0 && error.run.sessionId !== undefined);
  });

  test("a call that needs a permission is refused without a callback, and the run goes on", async (t) => {
    const bench = await setUp(t, binary, steps(write, says("Done")));
    const run = bench.claude.print({ prompt: "Write" });
    const events = await all(run);
    const { finalMessage, denials } = await run.result();
    assert.deepEqual([finalMessage, denials.length, existsSync(join(bench.cwd, "made.txt"))], ["Done", 1, false]);
    assert.ok(events.every(({ type }) => type !== "control_request"));
  });

  test("a callback that waits is told when the run is killed", async (t) => {
    const bench: Bench = await setUp(t, binary, steps(write, says("Never said")));
    const aborting = new AbortController();
    let wasTold: Promise<unknown> | undefined;
    const onPermission: PermissionCallback = (_, { signal }) => {
      wasTold = new Promise((resolve) => signal.addEventListener("abort", resolve));
      aborting.abort();
      return new Promise(() => undefined);
    };
    const error = await failureOf(bench.claude.print({ prompt: "Write" }, { onPermission, signal: aborting.signal }).result());
    assert.equal(error.code, "CLAUDE_CODE_ABORTED");
    await wasTold;
  });
}
