import assert from "node:assert/strict";
import { test } from "node:test";
import { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { all, assertFails, hang, scripted, typesOf, watchTemporaryFolder } from "../scripted-codex.ts";
import type { CodexEvent } from "../events/event.ts";

const three = `for (const n of [1, 2, 3]) say({ type: "n" + n });`;
const names = (events: readonly CodexEvent[]): unknown[] =>
  events.map((event) => (event.type === "unknown" ? event.raw["type"] : event.type));

test("a loop that is left kills codex, and result() then says so, each time", async (t) => {
  watchTemporaryFolder(t);
  const codex = await scripted(t, hang);
  const run = codex.exec({ prompt: "p" });
  for await (const { type } of run) {
    assert.equal(type, "thread.started");
    break;
  }
  const error = await assertFails(run.result(), "CODEX_ABORTED");
  assert.match(error.message, /^The reader left before the end/);
  assert.equal(await assertFails(run.result(), "CODEX_ABORTED"), error);
  assert.equal(await assertFails(all(run), "CODEX_ABORTED"), error);
});

test("a loop whose body throws kills codex and throws just that", async (t) => {
  const codex = await scripted(t, hang);
  const run = codex.exec({ prompt: "p" });
  const mine = new Error("Mine");
  const loop = (async () => {
    for await (const _ of run) throw mine;
  })();
  await assert.rejects(loop, (error) => error === mine);
  await assertFails(run.result(), "CODEX_ABORTED");
});

test("a run can be left before its first event, and while it waits for one", async (t) => {
  watchTemporaryFolder(t);
  const codex = await scripted(t, "setInterval(() => {}, 1000);");
  const unread = codex.exec({ prompt: "p" });
  await unread[Symbol.asyncIterator]().return?.();
  await assertFails(unread.result(), "CODEX_ABORTED");
  const waiting = codex.exec({ prompt: "p" });
  const events = waiting[Symbol.asyncIterator]();
  const next = events.next();
  await sleep(100);
  await events.return?.();
  assert.deepEqual(await next, { done: true, value: undefined });
  await assertFails(waiting.result(), "CODEX_ABORTED");
  const piped = codex.exec({ prompt: "p" });
  Readable.from(piped).destroy();
  const stream = Readable.from(piped).resume();
  stream.destroy();
  await assertFails(piped.result(), "CODEX_ABORTED");
});

test("a run that was read ends a second loop as it ended the first one", async (t) => {
  const well = (await scripted(t, three)).exec({ prompt: "p" });
  assert.deepEqual(names(await all(well)), ["n1", "n2", "n3"]);
  assert.deepEqual(await all(well), []);
  const failed = (await scripted(t, `${three} process.exitCode = 1;`)).exec({ prompt: "p" });
  const error = await assertFails(all(failed), "CODEX_EXIT");
  assert.equal(await assertFails(all(failed), "CODEX_EXIT"), error);
  const events = failed[Symbol.asyncIterator]();
  await assert.rejects(events.next());
  assert.deepEqual(await events.next(), { done: true, value: undefined }, "An iterator fails once");
});

test("two loops share the events of a run, and both end", async (t) => {
  const run = (await scripted(t, three)).exec({ prompt: "p" });
  const shares = await Promise.all([all(run), all(run)]);
  assert.deepEqual(
    names(shares.flat())
      .map(String)
      .toSorted((a, b) => a.localeCompare(b)),
    ["n1", "n2", "n3"],
  );
});

test("result() beside and inside of a loop takes no event from it", async (t) => {
  const codex = await scripted(t, `${three} fs.writeFileSync(file, "Answer");`);
  const run = codex.exec({ prompt: "p" });
  const [events, { finalMessage }] = await Promise.all([all(run), run.result()]);
  assert.deepEqual([names(events), finalMessage], [["n1", "n2", "n3"], "Answer"]);
  const inside: CodexEvent[] = [];
  const again = codex.exec({ prompt: "p" });
  for await (const event of again) {
    assert.equal((await again.result()).finalMessage, "Answer");
    inside.push(event);
  }
  assert.deepEqual(names(inside), ["n1", "n2", "n3"]);
});

test("result() reads what a talkative codex prints, also after the loop was left, and keeps none of it", async (t) => {
  const flood = `const line = JSON.stringify({ type: "turn.started", pad: "x".repeat(1000) }) + "\\n"; for (let i = 0; i < 5000; i++) fs.writeSync(1, line);`;
  const { counts } = await (await scripted(t, flood)).exec({ prompt: "p" }).result();
  assert.deepEqual(counts.events, { "turn.started": 5000 });
  const left = (await scripted(t, `${flood} ${hang}`)).exec({ prompt: "p" });
  for await (const _ of left) break;
  await assertFails(left.result(), "CODEX_ABORTED");
});

test("a codex whose events nobody reads is held back, not stalled", async (t) => {
  const codex = await scripted(
    t,
    `const line = JSON.stringify({ type: "turn.started", pad: "x".repeat(1000) }) + "\\n"; for (let i = 0; i < 3000; i++) fs.writeSync(1, line);`,
    { timeouts: { totalMs: 30_000, progressMs: 3000, silenceMs: 3000 } },
  );
  const run = codex.exec({ prompt: "p" });
  let events = 0;
  for await (const _ of run) if (events++ === 0) await sleep(3500);
  assert.equal(events, 3000);
});

test("the events of a run keep their order however they are read", async (t) => {
  const run = (await scripted(t, `for (let n = 0; n < 200; n++) say({ type: "n" + n });`)).exec({ prompt: "p" });
  const events = run[Symbol.asyncIterator]();
  const many = await Promise.all(Array.from({ length: 201 }, () => events.next()));
  const types = many.map(({ value }) => (value?.type === "unknown" ? value.raw["type"] : undefined));
  assert.deepEqual(
    types.slice(0, 200),
    Array.from({ length: 200 }, (_, n) => `n${n}`),
  );
  assert.equal(many[200]?.done, true);
  assert.deepEqual(await typesOf(run), []);
});
