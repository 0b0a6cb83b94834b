import assert from "node:assert/strict";
import { test } from "node:test";
import { ToolError } from "../made-up-tool.ts";
import type { Run } from "../calls/run.ts";
import { all } from "../testing/scripted-program.ts";
import type { AgentEvent, AgentResult } from "./agent-event.ts";
import { agentEvents, agentResult, outcomeOf } from "./agent-run.ts";

const done: AgentResult = {
  outcome: "completed",
  text: "Done",
  structured: undefined,
  sessionId: "s1",
  usage: undefined,
  costUsd: undefined,
  error: undefined,
};

/** A run that gives the texts, then ends, fails with the error, or waits until it is left. */
function runOf(texts: readonly string[], end: "end" | "wait" | Error): Run<string, string> & { readonly isLeft: () => boolean } {
  const rest = [...texts];
  let leave: () => void = () => undefined;
  const left = new Promise<void>((resolve) => (leave = resolve));
  let isLeft = false;
  return {
    isLeft: () => isLeft,
    result: async () => "result",
    [Symbol.asyncIterator]: () => ({
      next: async () => {
        const value = isLeft ? undefined : rest.shift();
        if (value !== undefined) return { done: false, value };
        if (end === "wait") await left;
        else if (end !== "end") throw end;
        return { done: true, value: undefined };
      },
      return: async () => {
        isLeft = true;
        leave();
        return { done: true, value: undefined };
      },
    }),
  };
}

function eventsOf(run: Run<string, string>, rest: readonly AgentEvent[] = []): AsyncIterable<AgentEvent> {
  return agentEvents(
    run,
    {
      // An event may mean nothing, or more than one thing.
      translate: (text) => text.split("").map((letter): AgentEvent => ({ type: "text", text: letter })),
      rest: () => rest,
      completed: () => done,
      failed: (error) => ({ ...done, outcome: outcomeOf(error), error }),
    },
    (error) => error instanceof ToolError,
  );
}

test("agentEvents() gives what each event means, what is still due, and the result", async () => {
  const notice: AgentEvent = { type: "notice", kind: "warning", message: "Late" };
  const events = await all(eventsOf(runOf(["ab", "", "c"], "end"), [notice]));
  assert.deepEqual(events, [
    { type: "text", text: "a" },
    { type: "text", text: "b" },
    { type: "text", text: "c" },
    notice,
    { type: "finished", result: done },
  ]);
});

test("agentEvents() finishes a run that fails, and throws what is no failure of the agent", async () => {
  const error = ToolError.forRequest("Odd");
  const events = await all(eventsOf(runOf(["a"], error)));
  assert.deepEqual(events.at(-1), { type: "finished", result: { ...done, outcome: "failed", error } });
  await assert.rejects(all(eventsOf(runOf(["a"], new TypeError("Ours")))), TypeError);
});

test("leaving the loop leaves the run, before its first event, while it waits, and with events unread", async () => {
  const unread = runOf(["a"], "wait");
  const first = eventsOf(unread)[Symbol.asyncIterator]();
  await first.return?.();
  assert.deepEqual([unread.isLeft(), await first.next()], [true, { done: true, value: undefined }]);

  const waiting = runOf([], "wait");
  const second = eventsOf(waiting)[Symbol.asyncIterator]();
  const next = second.next();
  await second.return?.();
  assert.deepEqual(await next, { done: true, value: undefined });

  const some = runOf(["ab"], "wait");
  for await (const event of eventsOf(some)) if (event.type === "text") break;
  assert.ok(some.isLeft());
});

test("agentResult() reads to the end, and wants one", async () => {
  assert.equal(await agentResult(eventsOf(runOf(["a"], "end"))), done);
  const events = eventsOf(runOf(["a"], "end"));
  await all(events);
  await assert.rejects(agentResult(events), /another loop has read it/);
});

test("outcomeOf() tells limits of time and the signal from other failures", () => {
  const call = { file: "tool", args: [], cwd: "/", env: {} };
  const outcomes = (["timed-out", "silent", "stalled", "aborted", "exited", "output-limit"] as const).map((type) =>
    outcomeOf(ToolError.forEnd(call, { type, exitCode: null, signal: null, durationMs: 1 }, "")),
  );
  assert.deepEqual(outcomes, ["timed-out", "timed-out", "timed-out", "aborted", "failed", "failed"]);
});
