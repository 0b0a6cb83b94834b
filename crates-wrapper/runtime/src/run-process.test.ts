import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import type { ProcessRequest } from "./process.ts";
import { runProcess } from "./run-process.ts";
import { assertDead, node, shell } from "./scripted-child.ts";

test("runProcess() returns output, exit code and the exact environment when the child exits", async () => {
  const outcome = await runProcess({
    ...node(`console.log(JSON.stringify(process.env)); console.error("warn"); process.exitCode = 7`),
    env: { ONLY: "this" },
  });
  assert.equal(outcome.type, "exited");
  assert.equal(outcome.exitCode, 7);
  assert.equal(outcome.signal, null);
  assert.equal(outcome.reason, undefined);
  const { LOCKSTEP_PROCESS_ID: id, ...env } = JSON.parse(outcome.stdout) as Record<string, string>;
  assert.match(id ?? "", /[\da-f-]{36}$/);
  assert.deepEqual(env, { ONLY: "this" });
  assert.equal(outcome.stderr, "warn\n");
});

test("runProcess() passes arguments untouched when they hold shell syntax", async () => {
  const { stdout } = await runProcess({
    ...shell(`printf '%s|' "$@"`),
    args: ["-c", `printf '%s|' "$@"`, "sh", "$HOME", "a b", "*", "--x='y'"],
  });
  assert.equal(stdout, "$HOME|a b|*|--x='y'|");
});

test("runProcess() writes stdin and closes it", async () => {
  const text = "grüße ".repeat(50_000);
  assert.equal((await runProcess({ ...shell("cat"), stdin: text })).stdout, text);
});

test("runProcess() gives an empty stdin when the request has none", async () => {
  const outcome = await runProcess({ ...shell("cat; echo end"), totalMs: 5000 });
  assert.deepEqual([outcome.type, outcome.stdout], ["exited", "end\n"]);
});

test("runProcess() reports the signal when the child dies of one", async () => {
  const outcome = await runProcess(shell("kill -SEGV $$"));
  assert.deepEqual([outcome.type, outcome.exitCode, outcome.signal], ["exited", null, "SIGSEGV"]);
});

test("runProcess() kills a silent grandchild that holds nothing when the child exits", async () => {
  const outcome = await runProcess(shell(`sleep 62 >/dev/null 2>&1 & echo $!`));
  assert.ok(outcome.durationMs < 450);
  await assertDead(Number(outcome.stdout));
});

test("runProcess() keeps memory bounded when the child prints 100 MB", async () => {
  const before = process.memoryUsage().rss;
  const outcome = await runProcess({ ...shell("head -c 100000000 /dev/zero | tr '\\0' x"), maxOutputBytes: 1_000_000 });
  assert.equal(outcome.type, "output-limit");
  assert.equal(outcome.stdout.length, 1_000_000);
  assert.match(outcome.reason ?? "", /1000000 bytes/);
  assert.ok(process.memoryUsage().rss - before < 80_000_000);
});

test("runProcess() says output-limit when the child had exited before its last bytes were read", async () => {
  const outcome = await runProcess({ ...shell("printf 12345678; printf 9 >&2"), maxOutputBytes: 8 });
  assert.deepEqual([outcome.type, outcome.stdout.length + outcome.stderr.length], ["output-limit", 8]);
});

test("runProcess() drains more than a pipe holds without loss", async () => {
  const outcome = await runProcess(shell("head -c 20000000 /dev/zero | tr '\\0' x; head -c 300000 /dev/zero | tr '\\0' y >&2"));
  assert.deepEqual([outcome.stdout.length, outcome.stderr.length], [20_000_000, 300_000]);
});

test("runProcess() shows raw stdout as it arrives when the request has onStdout", async () => {
  const chunks: Uint8Array[] = [];
  await runProcess({ ...shell("echo one; echo two"), onStdout: (chunk) => chunks.push(chunk) });
  assert.equal(Buffer.concat(chunks).toString(), "one\ntwo\n");
});

test("runProcess() lets go of the caller's signal and of its clocks when the child is done", async () => {
  const { signal } = new AbortController();
  await runProcess({ ...shell("true"), signal, totalMs: 60_000, silenceMs: 60_000 });
  assert.deepEqual(getEventListeners(signal, "abort"), []);
  assert.ok(!process.getActiveResourcesInfo().includes("Timeout"));
});

test("runProcess() starts nothing when the signal is aborted before", async () => {
  const outcome = await runProcess({ ...node("process.exit(0)"), file: "/no/such/file", signal: AbortSignal.abort() });
  assert.deepEqual([outcome.type, outcome.exitCode], ["aborted", null]);
});

test("runProcess() says spawn-failed and why when the file cannot be started", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "lockstep-runtime-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const plain = join(folder, "plain.txt");
  writeFileSync(plain, "text");
  const orphan = join(folder, "orphan");
  writeFileSync(orphan, "#!/no/such/interpreter\n");
  chmodSync(orphan, 0o755);
  const cases: readonly (readonly [Partial<ProcessRequest>, RegExp])[] = [
    [{ file: join(folder, "missing") }, /^Executable ".*missing" does not exist \(ENOENT\)$/],
    [{ file: "no-such-name" }, /^Executable "no-such-name" does not exist \(ENOENT\)$/],
    [{ file: plain }, /^File ".*plain.txt" is not executable \(EACCES\)$/],
    [{ file: folder }, /is a directory, wanted an executable file/],
    [{ file: orphan }, /^The interpreter that ".*orphan" names does not exist/],
    [{ cwd: join(folder, "nowhere") }, /^Working directory ".*nowhere" is no directory/],
    [{ cwd: plain }, /^Working directory ".*plain.txt" is no directory/],
    [{ args: ["a\0b"] }, /null bytes/],
  ];
  for (const [change, reason] of cases) {
    const outcome = await runProcess({ ...shell("true"), ...change });
    assert.deepEqual([outcome.type, outcome.exitCode, outcome.signal], ["spawn-failed", null, null]);
    assert.match(outcome.reason ?? "", reason);
  }
});

test("runProcess() tells a value that no process can be given from others, and does not quote it", async () => {
  for (const change of [{ args: ["hush\0"] }, { env: { X: "hush\0" } }, { cwd: "/hush\0" }, { file: "hush\0" }]) {
    const outcome = await runProcess({ ...shell("true"), ...change });
    assert.equal(outcome.type, "spawn-failed");
    if (change.cwd === undefined && change.file === undefined) assert.doesNotMatch(outcome.reason ?? "", /hush/);
  }
});

// These wait most of their time.
describe("at the same time", { concurrency: true }, () => {
  test("runProcess() survives EPIPE when the child closes stdin early", async () => {
    const outcome = await runProcess({ ...shell("exec 0<&-; sleep 0.1; echo done"), stdin: "x".repeat(5_000_000), totalMs: 5000 });
    assert.deepEqual([outcome.type, outcome.exitCode, outcome.stdout], ["exited", 0, "done\n"]);
  });

  test("runProcess() neither hangs nor crashes when the child exits and never reads a huge stdin", async () => {
    const outcome = await runProcess({ ...shell("sleep 0.1; exit 5"), stdin: "x".repeat(10_000_000), totalMs: 10_000 });
    assert.deepEqual([outcome.type, outcome.exitCode], ["exited", 5]);
    assert.ok(outcome.durationMs < 5000);
  });

  test("runProcess() keeps its limits when the child never reads a huge stdin and stays", async () => {
    const outcome = await runProcess({ ...shell("sleep 60"), stdin: "x".repeat(10_000_000), totalMs: 200 });
    assert.equal(outcome.type, "timed-out");
  });

  test("runProcess() kills a hanging child when the total time is over", async () => {
    const outcome = await runProcess({ ...shell("echo started; sleep 60"), totalMs: 150 });
    assert.deepEqual([outcome.type, outcome.signal, outcome.stdout], ["timed-out", "SIGTERM", "started\n"]);
    assert.match(outcome.reason ?? "", /150 ms/);
    assert.ok(outcome.durationMs >= 145 && outcome.durationMs < 3000);
  });

  test("runProcess() escalates to SIGKILL when the child ignores SIGTERM", async () => {
    const outcome = await runProcess({
      ...shell(`trap "" TERM; echo ready; while :; do sleep 0.05; done`),
      totalMs: 200,
      killGraceMs: 150,
    });
    assert.deepEqual([outcome.type, outcome.signal], ["timed-out", "SIGKILL"]);
    assert.ok(outcome.durationMs >= 340, `SIGKILL came before the grace time: ${outcome.durationMs}`);
  });

  test("runProcess() lets the child end by itself in the grace time", async () => {
    const outcome = await runProcess({
      ...shell(`trap "echo bye; exit 3" TERM; while :; do sleep 0.05; done`),
      totalMs: 200,
      killGraceMs: 5000,
    });
    assert.deepEqual([outcome.type, outcome.exitCode, outcome.stdout], ["timed-out", 3, "bye\n"]);
  });

  test("runProcess() kills a grandchild that holds the pipes after the child exited", async () => {
    const outcome = await runProcess({ ...shell(`sleep 61 & echo $!`), totalMs: 300 });
    assert.deepEqual([outcome.type, outcome.exitCode], ["exited", 0]);
    assert.ok(outcome.durationMs < 3000);
    await assertDead(Number(outcome.stdout));
  });

  test("runProcess() kills a grandchild that ignores SIGTERM when the total time is over", async () => {
    const outcome = await runProcess({
      ...shell(`sh -c 'trap "" TERM; echo $$; while :; do sleep 0.05; done'`),
      totalMs: 200,
      killGraceMs: 100,
    });
    assert.equal(outcome.type, "timed-out");
    await assertDead(Number(outcome.stdout));
  });

  test("runProcess() does not hang when a descendant in another session holds the pipes", async () => {
    const script = `
    const { spawn } = require("node:child_process");
    const child = spawn("sleep", ["5"], { detached: true, stdio: "inherit" });
    child.unref();
    console.log(child.pid);`;
    const outcome = await runProcess(node(script));
    assert.deepEqual([outcome.type, outcome.exitCode], ["exited", 0]);
    assert.ok(outcome.durationMs < 3000);
    process.kill(Number(outcome.stdout), "SIGKILL");
  });

  test("runProcess() kills a child that prints nothing for the silence time, and no other", async () => {
    const chatty = await runProcess({ ...shell("for i in 1 2 3 4 5 6; do echo $i; sleep 0.1; done"), silenceMs: 400 });
    assert.equal(chatty.type, "exited");
    const silent = await runProcess({ ...shell("echo once >&2; sleep 60"), silenceMs: 200 });
    assert.deepEqual([silent.type, silent.stderr], ["silent", "once\n"]);
  });

  test("runProcess() keeps characters whole when their bytes come in two chunks", async () => {
    const outcome = await runProcess(shell(`printf '\\303'; sleep 0.1; printf '\\244\\360\\237'; sleep 0.1; printf '\\230\\200'`));
    assert.equal(outcome.stdout, "ä😀");
  });

  test("runProcess() kills the child when the caller aborts", async () => {
    const outcome = await runProcess({ ...shell("sleep 60"), signal: AbortSignal.timeout(100) });
    assert.deepEqual([outcome.type, outcome.signal], ["aborted", "SIGTERM"]);
  });
});
