import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate as turn, setTimeout as sleep } from "node:timers/promises";
import { isAlive, shell } from "./scripted-child.ts";
import { SupervisedProcess } from "./supervised-process.ts";

test("SupervisedProcess loses nothing when its output is paused again after the exit", async () => {
  const paused = await exitedWhilePaused();
  paused.child.resumeOutput();
  await sleep(600);
  assert.ok(paused.read() < written, "The next piece paused the rest");
  paused.child.resumeOutput();
  await sleep(50);
  paused.pausing = false;
  paused.child.resumeOutput();
  assert.equal((await paused.child.ended).type, "exited");
  assert.equal(paused.read(), written);
});

test("SupervisedProcess loses nothing when the host is busy for long after the exit", async () => {
  const paused = await exitedWhilePaused();
  paused.pausing = false;
  // The event loop then looks at its clocks before it reads.
  await turn();
  paused.child.resumeOutput();
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 600);
  assert.equal((await paused.child.ended).type, "exited");
  assert.equal(paused.read(), written);
});

interface PausedChild {
  readonly child: SupervisedProcess;
  /** Whether each piece of output pauses the rest. */
  pausing: boolean;
  /** Bytes of stdout so far. */
  read(): number;
}

const written = 4 * 65_536;

/** A process that has written four pieces and exited: some were read, more than one lies in the pipe. */
async function exitedWhilePaused(): Promise<PausedChild> {
  const chunks: Buffer[] = [];
  const printedPid: Buffer[] = [];
  const child = new SupervisedProcess(shell("echo $$ >&2; dd if=/dev/zero bs=65536 count=4 2>/dev/null"), {
    stdout: (chunk) => {
      chunks.push(chunk);
      if (paused.pausing) child.pauseOutput();
    },
    stderr: (chunk) => printedPid.push(chunk),
  });
  const paused: PausedChild = { child, pausing: true, read: () => Buffer.concat(chunks).length };
  while (printedPid.length === 0 || chunks.length === 0) await sleep(10);
  await sleep(50);
  // Not yet when the first piece was a small one.
  while (isAlive(Number(String(printedPid[0])))) {
    child.resumeOutput();
    await sleep(50);
  }
  // Time to notice the exit, on which Node itself reads on once.
  await sleep(50);
  assert.ok(paused.read() < written, "Everything was read before the test");
  return paused;
}
