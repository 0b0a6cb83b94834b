import assert from "node:assert/strict";
import { execFile, spawnSync } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, mock, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { whileLocked } from "./file-lock.ts";

let folder: string;
let lock: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lock-"));
  lock = join(folder, "record.lock");
});
afterEach(() => rm(folder, { recursive: true }));

const deadPid = (): number => spawnSync("true").pid;

test(
  "whileLocked() lets no increment of several processes get lost, even when they start from a stale lock",
  { timeout: 60_000 },
  async () => {
    const counter = join(folder, "counter");
    await writeFile(counter, "0");
    await writeFile(lock, `process ${String(deadPid())} on ${hostname()}, 00ff\n`);
    const script = `
    import { readFileSync, writeFileSync } from "node:fs";
    import { setTimeout as sleep } from "node:timers/promises";
    import { whileLocked } from ${JSON.stringify(join(import.meta.dirname, "file-lock.ts"))};
    for (let round = 0; round < 10; round += 1) await whileLocked(${JSON.stringify(lock)}, async () => {
      const count = Number(readFileSync(${JSON.stringify(counter)}, "utf8"));
      await sleep(2);
      writeFileSync(${JSON.stringify(counter)}, String(count + 1));
    }, 50_000);`;
    const words = ["--import", import.meta.resolve("tsx"), "--input-type=module", "--eval", script];
    await Promise.all(Array.from({ length: 4 }, () => promisify(execFile)(process.execPath, words)));
    assert.equal(await readFile(counter, "utf8"), "40");
    assert.deepEqual(await readdir(folder), ["counter"]);
  },
);

test("whileLocked() takes over a stale lock once when many wait for it", async () => {
  for (let round = 0; round < 20; round += 1) {
    await writeFile(lock, `process ${String(deadPid())} on ${hostname()}, 00ff\n`);
    let inside = 0;
    const enter = async (): Promise<void> => {
      assert.equal((inside += 1), 1);
      await sleep(1);
      inside -= 1;
    };
    await Promise.all(Array.from({ length: 8 }, () => whileLocked(lock, enter, 10_000)));
  }
  assert.deepEqual(await readdir(folder), []);
});

test("whileLocked() takes over the lock of a dead process, and any that is older than a minute", async () => {
  const old = new Date(Date.now() - 61_000);
  for (const [text, time] of [
    [`process ${String(deadPid())} on ${hostname()}, 00ff\n`, new Date()],
    [`process ${String(process.pid)} on ${hostname()}, 00ff\n`, old],
    ["", old],
  ] as const) {
    await writeFile(lock, text);
    await utimes(lock, time, time);
    assert.equal(await whileLocked(lock, async () => "done", 0), "done");
    assert.deepEqual(await readdir(folder), []);
  }
});

test("whileLocked() leaves a lock alone that is young and held, and is busy after its time", async () => {
  for (const [text, who] of [
    [`process ${String(process.pid)} on ${hostname()}, 00ff\n`, `process ${String(process.pid)} on ${hostname()}`],
    [`process ${String(deadPid())} on another machine, 00ff\n`, /process \d+ on another machine/],
    ["", "another process"],
  ] as const) {
    await writeFile(lock, text);
    await assert.rejects(
      whileLocked(lock, () => Promise.reject(new Error("it must not run")), 50),
      (error: unknown) => {
        assert.ok(error instanceof Error && "code" in error && "exitCode" in error);
        assert.deepEqual([error.code, error.exitCode], ["RECORD_LOCKED", 75]);
        assert.ok(typeof who === "string" ? error.message.includes(`is held by ${who}; waited 0.05 seconds`) : who.test(error.message));
        return true;
      },
    );
    assert.equal(await readFile(lock, "utf8"), text);
  }
});

test("whileLocked() frees the lock when its action throws", async () => {
  await assert.rejects(
    whileLocked(lock, () => Promise.reject(new Error("full disk")), 0),
    /full disk/,
  );
  assert.deepEqual(await readdir(folder), []);
});

test("whileLocked() names a lock that cannot be created", async () => {
  await writeFile(join(folder, "file"), "");
  await assert.rejects(
    whileLocked(join(folder, "file/record.lock"), async () => {}, 0),
    { code: "FILE_ACCESS" },
  );
});

test("whileLocked() keeps its lock from becoming stale, however long it takes", async () => {
  mock.timers.enable({ apis: ["setInterval"] });
  try {
    await whileLocked(
      lock,
      async () => {
        const long = new Date(Date.now() - 50_000);
        await utimes(lock, long, long);
        mock.timers.tick(15_000);
        const ageMs = async (): Promise<number> => Date.now() - (await stat(lock)).mtimeMs;
        for (let waited = 0; (await ageMs()) > 10_000; waited += 1) {
          assert.ok(waited < 200, "its time was not brought up to date");
          await sleep(10);
        }
      },
      0,
    );
  } finally {
    mock.timers.reset();
  }
  assert.deepEqual(await readdir(folder), []);
});

test("whileLocked() does not touch the lock of another that took it over", async () => {
  mock.timers.enable({ apis: ["setInterval"] });
  try {
    await whileLocked(
      lock,
      async () => {
        await writeFile(lock, "another's");
        const long = new Date(Date.now() - 50_000);
        await utimes(lock, long, long);
        mock.timers.tick(15_000);
        await sleep(100);
        assert.ok(Date.now() - (await stat(lock)).mtimeMs > 40_000);
      },
      0,
    );
  } finally {
    mock.timers.reset();
  }
  assert.equal(await readFile(lock, "utf8"), "another's");
});

test("whileLocked() throws what the caller makes of the holder", async () => {
  await writeFile(lock, `process ${String(process.pid)} on ${hostname()}, 00ff\n`);
  await assert.rejects(
    whileLocked(
      lock,
      async () => assert.fail("it is held"),
      0,
      (holder) => new Error(`by ${holder}`),
    ),
    { message: `by process ${String(process.pid)} on ${hostname()}` },
  );
});

test("whileLocked() tells its holder that another has taken the lock over while it was suspended", async (context) => {
  context.mock.timers.enable({ apis: ["Date"], now: Date.now() });
  await whileLocked(
    lock,
    async (assertHeld) => {
      assertHeld();
      context.mock.timers.tick(3_600_000);
      assertHeld();
      await writeFile(lock, `process ${String(process.pid)} on ${hostname()}, 00ff\n`);
      // It has looked a moment ago.
      assertHeld();
      context.mock.timers.tick(3_600_000);
      assert.throws(assertHeld, { code: "LOCK_LOST", exitCode: 75 });
    },
    0,
  );
  // It is the other one's.
  assert.match(await readFile(lock, "utf8"), /, 00ff\n$/);
});

test("whileLocked() waits no longer, and does nothing, once it is asked to stop", async () => {
  const holder = `process ${String(process.pid)} on ${hostname()}, 00ff\n`;
  await writeFile(lock, holder);
  const controller = new AbortController();
  const reason = new Error("asked to stop");
  const waiting = whileLocked(lock, async () => assert.fail("nothing is done"), 60_000, undefined, controller.signal);
  setTimeout(() => controller.abort(reason), 30);
  await assert.rejects(waiting, reason);
  assert.equal(await readFile(lock, "utf8"), holder);
  await rm(lock);
  await assert.rejects(
    whileLocked(lock, async () => assert.fail("nothing is done"), 60_000, undefined, controller.signal),
    reason,
  );
  assert.deepEqual(await readdir(folder), []);
});
