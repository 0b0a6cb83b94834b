import assert from "node:assert/strict";
import { once } from "node:events";
import { spawn } from "node:child_process";
import { describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { askPs, parsePs, type ProcessRow, processTable } from "./process-table.ts";
import { ProcessTree, signalGroup } from "./process-tree.ts";
import type { ProcessOutcome, ProcessRequest } from "./process.ts";
import { killAllGroups } from "./process-group.ts";
import { runProcess } from "./run-process.ts";
import { assertDead, isAlive, shell } from "./scripted-child.ts";

const silent = "</dev/null >/dev/null 2>&1";

/** Each prints the pids of what has left the process group, one a line, and then runs on. */
const escapes = [
  ["has a session of its own", 1, `setsid sh -c 'echo $$; exec sleep 70 ${silent}' & sleep 70`],
  ["is an orphan with a session of its own", 1, `(setsid sh -c 'echo $$; exec sleep 70 ${silent}' &); sleep 70`],
  ["ignores SIGTERM", 1, `setsid sh -c 'trap "" TERM; echo $$; exec ${silent}; while :; do sleep 0.05; done' & sleep 70`],
  ["has no environment and a living parent", 1, `env -i setsid /bin/sh -c 'echo $$; exec /bin/sleep 70 ${silent}' & sleep 70`],
  [
    "has no environment and a parent that left the group",
    2,
    `(setsid sh -c 'echo $$; env -i setsid /bin/sh -c "echo \\$\\$; exec /bin/sleep 70 ${silent}"; :' &); sleep 70`,
  ],
  ["is an orphan without environment that holds our pipes", 1, `(env -i setsid /bin/sh -c 'echo $$; exec /bin/sleep 70' &); sleep 70`],
  [
    "is an orphan without environment in the session of another",
    2,
    `(setsid sh -c 'echo $$; (env -i sh -c "echo \\$\\$; exec /bin/sleep 70 ${silent}" &); exec sleep 70 ${silent}' &); sleep 70`,
  ],
] as const;

describe("at the same time", { concurrency: true }, () => {
  for (const [who, count, script] of escapes) {
    test(`runProcess() leaves no descendant behind that ${who} when it is stopped`, async () => {
      const outcome = await stopped({ ...shell(script), killGraceMs: 100 }, count);
      assert.deepEqual([outcome.type, outcome.survivors], ["aborted", undefined]);
      const pids = printedPids(outcome);
      assert.equal(pids.length, count);
      assert.deepEqual(pids.filter(isAlive), []);
    });
  }

  test("runProcess() leaves nothing behind when sessions are forked all the time while it is stopped", async () => {
    const script = `trap "" TERM; while :; do setsid sh -c 'echo $$; exec sleep 70 ${silent}' & sleep 0.005; done`;
    const outcome = await stopped({ ...shell(script), killGraceMs: 300 }, 5);
    const pids = printedPids(outcome);
    assert.ok(pids.length > 5);
    assert.deepEqual(pids.filter(isAlive), []);
  });

  test("runProcess() leaves nothing behind of a forking session without a parent", async () => {
    const script = `(setsid sh -c 'trap "" TERM; while :; do setsid sh -c "echo \\$\\$; exec sleep 70 ${silent}" & sleep 0.005; done' &); sleep 70`;
    const pids = printedPids(await stopped({ ...shell(script), killGraceMs: 100 }, 5));
    assert.deepEqual(pids.filter(isAlive), []);
  });

  for (const [killDetached, survives] of [
    ["when-stopped", true],
    ["always", false],
  ] as const) {
    test(`runProcess() ${survives ? "spares" : "kills"} a daemon of a process that exits by itself with ${killDetached}`, async () => {
      const script = `(setsid sh -c 'echo $$; exec sleep 70 ${silent}' &); (setsid sh -c 'exec ${silent}; sleep 0' &); sleep 0.1`;
      const outcome = await runProcess({ ...shell(script), killDetached });
      assert.equal(outcome.type, "exited");
      const [pid = 0] = printedPids(outcome);
      assert.equal(isAlive(pid), survives);
      if (survives) process.kill(pid, "SIGKILL");
    });
  }

  test("runProcess() gives ids that name all processes on the way", async () => {
    const script = `
      import { runProcess } from ${JSON.stringify(`${import.meta.dirname}/run-process.ts`)};
      const { stdout } = await runProcess({ file: "/bin/sh", args: ["-c", "echo $LOCKSTEP_PROCESS_ID"], env: {} });
      console.log(process.env.LOCKSTEP_PROCESS_ID + " " + stdout);`;
    const args = ["--import", import.meta.resolve("tsx"), "--input-type=module", "-e", script];
    const { stdout } = await runProcess({ ...shell(""), file: process.execPath, args });
    const [outer = "", inner = ""] = stdout.trim().split(" ");
    assert.match(outer, /[\da-f-]{36}$/);
    assert.ok(inner.startsWith(`${outer}/`), stdout);
  });
});

test("killAllGroups() leaves nothing behind that has left its process group, and blocks until then", async () => {
  const pids: number[] = [];
  const runs = [escapes[1][2], escapes[3][2]].map((script) =>
    runProcess({ ...shell(script), onStdout: (chunk) => pids.push(Number(String(chunk))) }),
  );
  while (pids.length < 2) await sleep(10);
  await sleep(50);
  killAllGroups();
  assert.deepEqual(pids.filter(isAlive), []);
  for (const outcome of await Promise.all(runs)) assert.deepEqual([outcome.type, outcome.signal], ["exited", "SIGKILL"]);
});

test("ProcessTree kills who has a member as parent or session leader, and spares whose number was used again", async () => {
  // Stand-ins: a child of ours, and others of which the tables below tell what they like.
  const [child, member, reused, friend, stranger] = [sleeper(), sleeper(), sleeper(), sleeper(), sleeper()];
  const start = [...processTable()].find(({ pid }) => pid === child)?.startedAt ?? 0;
  const row = (pid: number, change: Partial<ProcessRow>): ProcessRow => ({
    pid,
    parent: 1,
    group: pid,
    session: pid,
    startedAt: start,
    ...change,
  });
  const tree = new ProcessTree(child, "no such id");
  const known = [member, reused].map((pid) => row(pid, { parent: child }));
  tree.collect([row(stranger, {}), ...known]);
  const found = tree.kill([
    row(friend, { session: member }),
    row(member, {}),
    row(reused, { startedAt: start + 1 }),
    row(stranger, { parent: reused, session: reused, startedAt: start + 2 }),
  ]);
  assert.deepEqual(
    found.map(({ pid }) => pid).toSorted((a, b) => a - b),
    [member, friend].toSorted((a, b) => a - b),
  );
  for (const pid of [child, member, friend]) await assertDead(pid);
  assert.deepEqual([child, member, friend, reused, stranger].map(isAlive), [false, false, false, true, true]);
  for (const pid of [reused, stranger]) signalGroup(pid, "SIGKILL");
});

test("processTable() leaves out zombies and shows this process with its parent", async () => {
  const dead = spawn("true");
  const exited = once(dead, "exit");
  // Nobody reaps it as long as the event loop is blocked.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
  const table = [...processTable()];
  assert.equal(table.find(({ pid }) => pid === process.pid)?.parent, process.ppid);
  assert.equal(
    table.find(({ pid }) => pid === dead.pid),
    undefined,
  );
  await exited;
});

test("askPs() prints rows that name this process and its parent", () => {
  assert.equal(parsePs(askPs()).find(({ pid }) => pid === process.pid)?.parent, process.ppid);
});

test("parsePs() reads pid, parent, group and start, and leaves out zombies and what is no row", () => {
  const printed = `  PID
   17     1    16 Ss   Sat Nov 21 03:27:27 2026
  118    17    16 Z+   Sat Nov 21 03:27:28 2026
`;
  const startedAt = Date.parse("Sat Nov 21 03:27:27 2026");
  assert.deepEqual(parsePs(printed), [{ pid: 17, parent: 1, group: 16, session: 0, startedAt }]);
});

/** Runs until `lines` lines have come, and a moment longer for what follows them, and aborts. */
async function stopped(request: ProcessRequest, lines: number): Promise<ProcessOutcome> {
  const stop = new AbortController();
  let seen = 0;
  const outcome = await runProcess({
    ...request,
    signal: stop.signal,
    totalMs: 20_000,
    onStdout: (chunk) => {
      seen += String(chunk).split("\n").length - 1;
      if (seen >= lines) setTimeout(() => stop.abort(), 100);
    },
  });
  return outcome;
}

function printedPids({ stdout }: ProcessOutcome): number[] {
  return stdout.trim().split("\n").map(Number);
}

function sleeper(): number {
  const { pid } = spawn("sleep", ["70"], { detached: true, stdio: "ignore" });
  assert.ok(pid !== undefined);
  return pid;
}
