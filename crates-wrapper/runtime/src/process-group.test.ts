import assert from "node:assert/strict";
import { once } from "node:events";
import { type ChildProcess, spawn } from "node:child_process";
import { test } from "node:test";
import { killAllGroups, onHostEnd } from "./process-group.ts";
import { runProcess } from "./run-process.ts";
import { assertDead, isAlive, shell } from "./scripted-child.ts";

test("killAllGroups() ends every running process", async () => {
  const runs = [runProcess(shell(`trap "" TERM; sleep 60`)), runProcess(shell("sleep 60"))];
  killAllGroups();
  for (const outcome of await Promise.all(runs)) assert.deepEqual([outcome.type, outcome.signal], ["exited", "SIGKILL"]);
  assert.equal(process.listenerCount("SIGINT"), 0, "An idle process keeps no listener");
});

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  test(`a host without listeners dies of ${signal} and leaves no group behind`, async () => {
    const host = startHost("");
    const pid = await printedPid(host);
    host.kill(signal);
    const [, diedOf] = await once(host, "exit");
    assert.equal(diedOf, signal);
    await assertDead(pid);
  });
}

test("a host with a listener of its own decides, and its exit kills the groups", async () => {
  const host = startHost(`
    process.on("SIGTERM", () => process.stdout.write("told"));
    process.stdin.once("data", () => process.exit(130));`);
  const pid = await printedPid(host);
  host.kill("SIGTERM");
  assert.equal(await printed(host), "told");
  assert.ok(isAlive(pid), "The host lives on");
  host.stdin?.end("go");
  const [code] = await once(host, "exit");
  assert.equal(code, 130);
  await assertDead(pid);
});

test("onHostEnd() acts once the groups are dead, and not when it was taken back", async () => {
  const host = startHost(`
    import { onHostEnd } from "./process-group.ts";
    import { writeSync } from "node:fs";
    onHostEnd(() => writeSync(1, "late"));
    onHostEnd(() => writeSync(1, "never"))();`);
  const pid = await printedPid(host);
  host.kill("SIGTERM");
  const [[said], [, diedOf]] = await Promise.all([once(host.stdout ?? assert.fail(), "data"), once(host, "exit")]);
  assert.deepEqual([String(said), diedOf], ["late", "SIGTERM"]);
  assert.ok(!isAlive(pid));
  onHostEnd(() => undefined)();
  assert.equal(process.listenerCount("SIGTERM"), 0);
});

function startHost(preface: string): ChildProcess {
  const script = `
    import { runProcess } from "./run-process.ts";
    ${preface}
    await runProcess({ file: "/bin/sh", args: ["-c", 'trap "" TERM INT HUP; echo $$; while :; do sleep 0.05; done'], env: { PATH: process.env.PATH },
      onStdout: (chunk) => process.stdout.write(chunk) });`;
  return spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], {
    cwd: import.meta.dirname,
    stdio: ["pipe", "pipe", "inherit"],
  });
}

async function printedPid(host: ChildProcess): Promise<number> {
  return Number(await printed(host));
}

async function printed(host: ChildProcess): Promise<string> {
  assert.ok(host.stdout);
  const [chunk] = await once(host.stdout, "data");
  return String(chunk);
}
