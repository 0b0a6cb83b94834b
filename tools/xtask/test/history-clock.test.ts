import assert from "node:assert/strict";
import { test } from "node:test";
import { DroppedError, TimedArchive } from "../src/history/timed-archive.ts";
import { WorkClock } from "../src/history/work-clock.ts";

/** A clock that goes on by hand. */
function handClock(): { readonly clock: WorkClock; readonly pass: (ms: number) => void } {
  let now = 0;
  return { clock: new WorkClock(() => now), pass: (ms) => void (now += ms) };
}

test("WorkClock counts time once in which several things are done, and none in which nothing is", async () => {
  const { clock, pass } = handClock();
  pass(1);
  clock.begin();
  pass(10);
  clock.begin();
  pass(100);
  clock.end();
  assert.equal(clock.workMs, 110);
  pass(1000);
  clock.end();
  pass(10_000);
  assert.equal(clock.workMs, 1110);
  await assert.rejects(
    clock.during(async () => {
      pass(2);
      throw new Error("failed");
    }),
    /failed/,
  );
  pass(5);
  assert.equal(clock.workMs, 1112);
});

test("TimedArchive counts what is done with the bytes as work, and no waiting for them", async () => {
  const { clock, pass } = handClock();
  async function* source(): AsyncGenerator<Uint8Array> {
    for (const byte of [1, 2]) {
      pass(100);
      yield Uint8Array.of(byte);
    }
    pass(1000);
  }
  pass(7);
  const archive = new TimedArchive(source(), clock, 0, () => false);
  const read: number[] = [];
  for await (const chunk of archive.chunks()) {
    pass(1);
    read.push(...chunk);
  }
  pass(10);
  archive.close();
  archive.close();
  pass(50);
  assert.deepEqual(read, [1, 2]);
  assert.deepEqual([clock.workMs, archive.downloadMs], [12, 1209]);
});

test("TimedArchive ends with an error when it is dropped, and the clock stands still", async () => {
  const { clock, pass } = handClock();
  async function* source(): AsyncGenerator<Uint8Array> {
    for (;;) yield Uint8Array.of(0);
  }
  let count = 0;
  const archive = new TimedArchive(source(), clock, 0, () => count === 3);
  await assert.rejects(async () => {
    for await (const _ of archive.chunks()) count += 1;
  }, DroppedError);
  archive.close();
  pass(5);
  assert.equal(clock.workMs, 0);
});
