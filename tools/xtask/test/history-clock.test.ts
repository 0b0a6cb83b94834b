import assert from "node:assert/strict";
import { test } from "node:test";
import { TimedArchive, type BuildClocks } from "../src/history/timed-archive.ts";
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

function handClocks(): { readonly clocks: BuildClocks; readonly pass: (ms: number) => void; readonly sums: () => readonly number[] } {
  let now = 0;
  const clocks = { work: new WorkClock(() => now), downloads: new WorkClock(() => now) };
  return { clocks, pass: (ms) => void (now += ms), sums: () => [clocks.work.workMs, clocks.downloads.workMs] };
}

test("TimedArchive counts what is done with the bytes as work, and no waiting for them", async () => {
  const { clocks, pass, sums } = handClocks();
  async function* source(): AsyncGenerator<Uint8Array> {
    for (const byte of [1, 2]) {
      pass(100);
      yield Uint8Array.of(byte);
    }
    pass(1000);
  }
  const archive = new TimedArchive(clocks);
  pass(7);
  const read: number[] = [];
  for await (const chunk of archive.chunks(source())) {
    pass(1);
    read.push(...chunk);
  }
  pass(10);
  archive.close();
  archive.close();
  pass(50);
  assert.deepEqual(read, [1, 2]);
  assert.deepEqual(sums(), [12, 1209]);
  assert.equal(archive.downloadMs, 1209);
});

test("TimedArchive counts no download while the connection is held back, nor after its end, and goes on from where another ended", async () => {
  const { clocks, pass, sums } = handClocks();
  for (const wanted of [130, 260]) {
    const archive = new TimedArchive(clocks);
    async function* source(): AsyncGenerator<Uint8Array> {
      pass(100);
      yield Uint8Array.of(1);
      archive.flow(true);
      pass(30);
      archive.flow(false);
      yield Uint8Array.of(2);
    }
    for await (const [byte] of archive.chunks(source())) {
      if (byte === 1) archive.flow(false);
      // The program before it is probed.
      pass(5000);
    }
    pass(10);
    archive.close();
    assert.equal(archive.downloadMs, 130);
    assert.deepEqual(sums(), [(wanted / 130) * 10_010, wanted]);
  }
});

test("TimedArchive stops both clocks when what it reads fails", async () => {
  const { clocks, pass, sums } = handClocks();
  async function* source(): AsyncGenerator<Uint8Array> {
    pass(3);
    yield Uint8Array.of(0);
    throw new Error("broke off");
  }
  const archive = new TimedArchive(clocks);
  await assert.rejects(async () => {
    for await (const _ of archive.chunks(source())) pass(2);
  }, /broke off/);
  archive.close();
  pass(5);
  assert.deepEqual(sums(), [2, 5]);
});
