import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate as turn, setTimeout as sleep } from "node:timers/promises";
import { assertDead, shell } from "./scripted-child.ts";
import { SupervisedProcess } from "./supervised-process.ts";

test("SupervisedProcess loses nothing when its output is paused again and again after the exit", async () => {
  const paused = await exitedWhilePaused();
  for (let pause = 0; pause < 2; pause++) {
    paused.child.resumeOutput();
    await sleep(pause === 0 ? 600 : 10);
    assert.ok(pause > 0 || paused.read() < paused.written, "A piece came, and not all");
  }
  paused.pausing = false;
  paused.child.resumeOutput();
  assert.equal((await paused.child.ended).type, "exited");
  assert.equal(paused.read(), paused.written);
});

test("SupervisedProcess loses nothing when the host is busy for long after the exit", async () => {
  const paused = await exitedWhilePaused();
  paused.pausing = false;
  // The event loop then looks at its clocks before it reads.
  await turn();
  paused.child.resumeOutput();
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 600);
  assert.equal((await paused.child.ended).type, "exited");
  assert.equal(paused.read(), paused.written);
});

interface PausedChild {
  readonly child: SupervisedProcess;
  readonly written: number;
  /** Whether each piece of output pauses the rest. */
  pausing: boolean;
  /** Bytes of output so far. */
  read(): number;
}

/** A process that has exited after its first piece of output was read: the rest, three pieces, lies in the pipe. */
async function exitedWhilePaused(): Promise<PausedChild> {
  const chunks: Buffer[] = [];
  const child = new SupervisedProcess(shell("printf '%-10d' $$; sleep 0.1; dd if=/dev/zero bs=20000 count=6 2>/dev/null"), {
    stdout: (chunk) => {
      chunks.push(chunk);
      if (paused.pausing) child.pauseOutput();
    },
    stderr: () => undefined,
  });
  const paused: PausedChild = {
    child,
    written: 120_010,
    pausing: true,
    read: () => chunks.reduce((sum, { length }) => sum + length, 0),
  };
  while (chunks.length === 0) await sleep(10);
  await assertDead(Number(String(chunks[0]?.subarray(0, 10))));
  // The exit is noticed.
  await sleep(20);
  return paused;
}
