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

test("TimedArchive counts no download while the connection is held back, nor after its end, and goes on from where another ended", () => {
  const { clocks, pass, sums } = handClocks();
  for (const wanted of [130, 260]) {
    const archive = new TimedArchive(clocks);
    // The process that reads it is started.
    pass(20);
    archive.flow(true);
    pass(100);
    archive.flow(false);
    // The program before it is probed.
    pass(5000);
    archive.flow(true);
    archive.flow(true);
    pass(30);
    archive.flow(false);
    pass(10);
    archive.close();
    archive.close();
    pass(7);
    assert.equal(archive.downloadMs, 130);
    assert.deepEqual(sums(), [(wanted / 130) * 5030, wanted]);
  }
});

test("TimedArchive counts nothing once it is closed, though its bytes came in until then", () => {
  const { clocks, pass, sums } = handClocks();
  const archive = new TimedArchive(clocks);
  archive.flow(true);
  pass(3);
  archive.close();
  pass(5);
  assert.deepEqual(sums(), [0, 3]);
});
