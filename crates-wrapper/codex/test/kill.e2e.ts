import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { assertNoProcess, killAll, processesWith } from "@lockstep/wrapper/testing";
import { CodexError, type CodexEvent, type CodexRun, openCodex, type RunOptions } from "../src/index.ts";
import { type Bench, isToolDone, setUp } from "./bench.ts";
import { codexBinaries } from "./events-binaries.ts";
import type { ToolCall } from "./fake-responses-server.ts";

// Kills real runs at random moments, KILLS of them (200), from KILL_SEED, and looks for what they leave.
const kills = Number(process.env["KILLS"] ?? 200);
const seed = Number(process.env["KILL_SEED"] ?? Date.now() % 1_000_000);
const binaries = codexBinaries();
const [oldest = "", newest = ""] = [binaries[0], binaries.at(-1)];
assert.ok(Number.isInteger(kills) && kills > 0 && Number.isInteger(seed), "KILLS and KILL_SEED are numbers");

/** One process in a session of its own, two in the background, one of them orphaned, and one that is waited for. */
const tool = "setsid sleep 300 & sleep 300 & (sleep 300 &) ; sleep 0.4";

test(`${kills} kills of a run at random moments leave no process and no temporary folder (KILL_SEED=${seed})`, async (t) => {
  const tally = new Map<string, number>();
  t.after(() => killAll(`kill-${seed}-`));
  // Two runs at a time.
  await Promise.all(
    [0, 1].map(async (lane) => {
      const random = mulberry32(seed + lane);
      const benches = { newest: await setUpWithTool(t, newest), oldest: await setUpWithTool(t, oldest) };
      const lengths = { newest: await lengthOf(benches.newest), oldest: await lengthOf(benches.oldest) };
      t.diagnostic(`Lane ${lane}: an undisturbed run takes ${lengths.newest} ms, of the oldest ${lengths.oldest} ms`);
      // A run that ends before its kill is none of the kills.
      const wanted = Math.ceil((kills - lane) / 2);
      let [killed, n] = [0, 0];
      while (killed < wanted) {
        assert.ok(++n <= 3 * wanted + 10, "Hardly a run lives until its kill");
        const which = random() < 0.25 ? "oldest" : "newest";
        const by = (["signal", "leaving", "signal", "totalMs"] as const)[n % 4] ?? "signal";
        const { what, lengthMs } = await kill(benches[which], `kill-${seed}-${lane}-${n}-`, by, Math.round(random() * lengths[which]));
        tally.set(what, (tally.get(what) ?? 0) + 1);
        if (lengthMs === undefined) killed += 1;
        // The machine is busier at times.
        else lengths[which] = lengthMs;
      }
      // The home outlives the kills.
      for (const bench of Object.values(benches)) await lengthOf(bench);
    }),
  );
  const counts = [...tally].toSorted(([a], [b]) => a.localeCompare(b)).map(([what, count]) => `${count} ${what}`);
  t.diagnostic(counts.join(", "));
  const inTool = tally.get("killed in the tool call") ?? 0;
  assert.ok(kills < 40 || inTool > kills / 20, `Only ${inTool} kills met the tool`);
});

for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) {
  test(`a host that dies of ${signal} in a run leaves no process and no temporary folder`, async (t) => {
    const { bench, host, temp } = await startHost(t);
    const died = once(host, "exit");
    host.kill(signal);
    assert.deepEqual(await died, [null, signal]);
    assert.deepEqual(processesWith(bench.mark), []);
    assert.deepEqual(foldersIn(temp), []);
  });
}

test("a host that dies of SIGKILL leaves codex, its tools and the temporary folder, because no code of ours runs then", async (t) => {
  const { bench, host, temp } = await startHost(t);
  const died = once(host, "exit");
  host.kill("SIGKILL");
  assert.deepEqual(await died, [null, "SIGKILL"]);
  const left = processesWith(bench.mark);
  assert.ok(left.some((line) => line.includes(" exec ")) && left.some((line) => line.includes("sleep 300")), left.join("\n"));
  assert.equal(foldersIn(temp).length, 1);
  await sleep(3000);
  const late = processesWith(bench.mark).map((line) => line.slice(0, 60));
  t.diagnostic(`Codex goes on to the end of its turn; left 3 s later: ${late.join("; ") || "nothing"}`);
});

/** Kills one run and says where it was; asserts that nothing is left at the very moment in which the run has ended. */
async function kill(bench: Bench, mark: string, by: "signal" | "leaving" | "totalMs", atMs: number): Promise<Killed> {
  const events: string[] = [];
  const controller = new AbortController();
  const options = {
    signal: controller.signal,
    timeouts: { totalMs: by === "totalMs" ? Math.max(atMs, 1) : 60_000 },
    record: `${mark}.jsonl`,
  };
  const { run, temp } = await start(bench, mark, options);
  const timer = by === "signal" ? setTimeout(() => controller.abort(), atMs) : undefined;
  if (by === "leaving") {
    const iterator = run[Symbol.asyncIterator]();
    const reading = (async () => {
      for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) events.push(nameOf(next.value));
    })().catch(() => undefined);
    await sleep(atMs);
    await iterator.return?.();
    await reading;
  } else {
    await (async () => {
      for await (const event of run) events.push(nameOf(event));
    })().catch(() => undefined);
  }
  clearTimeout(timer);
  const [code, lengthMs] = await run.result().then(
    ({ exit }) => ["none", Math.round(exit.durationMs)] as const,
    (error: unknown) => [error instanceof CodexError ? error.code : String(error), undefined] as const,
  );
  assert.deepEqual(readdirSync(temp), [], `${mark} by ${by} at ${atMs} ms`);
  if (lengthMs !== undefined) {
    // It was faster than the kill; what left its group is then allowed to live on.
    killAll(mark);
    return { what: "ended before", lengthMs };
  }
  assert.deepEqual(processesWith(mark), [], `${mark} by ${by} at ${atMs} ms`);
  assert.equal(code, by === "totalMs" ? "CODEX_TIMED_OUT" : "CODEX_ABORTED");
  if (!events.includes("thread.started")) return { what: "killed before the first event" };
  if (!events.includes("item.started command_execution")) return { what: "killed before the tool call" };
  return { what: events.includes("item.completed command_execution") ? "killed after the tool call" : "killed in the tool call" };
}

/** Where a run was when it was killed, or how long it took when it ended before. */
interface Killed {
  readonly what: string;
  readonly lengthMs?: number;
}

/** A run that begins with a tool call, and the folder in which the wrapper puts its own folder. */
async function start(bench: Bench, mark: string, options: RunOptions): Promise<{ readonly run: CodexRun; readonly temp: string }> {
  const { binary, cwd, codexHome } = bench;
  const codex = await openCodex({ binary, cwd, codexHome, env: { ...bench.env, BENCH_MARK: mark }, version: bench.codex.version });
  const temp = join(bench.home, mark);
  mkdirSync(temp);
  const before = process.env["TMPDIR"];
  process.env["TMPDIR"] = temp;
  const run = codex.exec({ ...bench.session, prompt: "p", outputSchema: { type: "object" } }, options);
  if (before === undefined) delete process.env["TMPDIR"];
  else process.env["TMPDIR"] = before;
  return { run, temp };
}

/** Milliseconds of a run that nobody disturbs. What it started in a session of its own outlives it, and so shows that the marks are found. */
async function lengthOf(bench: Bench): Promise<number> {
  const mark = `${bench.mark}${performance.now()}-`;
  const { run } = await start(bench, mark, { timeouts: { totalMs: 60_000 } });
  const { exit } = await run.result();
  assert.ok(processesWith(mark).some((line) => line.includes("sleep 300")));
  killAll(mark);
  await assertNoProcess(mark);
  return Math.round(exit.durationMs);
}

async function setUpWithTool(t: TestContext, binary: string): Promise<Bench> {
  const call: ToolCall = { type: "function_call", name: "exec_command", arguments: { cmd: tool } };
  return setUp(t, binary, (request) => (isToolDone(request) ? { type: "message", text: "{}" } : call));
}

/** A Node process that runs codex with the wrapper and is in its tool call. */
async function startHost(t: TestContext): Promise<{ readonly bench: Bench; readonly host: ChildProcess; readonly temp: string }> {
  const bench = await setUpWithTool(t, newest);
  const { binary, cwd, codexHome, env, session } = bench;
  const temp = join(bench.home, "host");
  mkdirSync(temp);
  const options = { binary, cwd, codexHome, env, version: bench.codex.version };
  const script = `
    import { openCodex } from ${JSON.stringify(join(import.meta.dirname, "../src/index.ts"))};
    const codex = await openCodex(${JSON.stringify(options)});
    const request = { ...${JSON.stringify(session)}, prompt: "p", outputSchema: { type: "object" } };
    for await (const { type, item } of codex.exec(request))
      if (type === "item.started" && item.type === "command_execution") process.stdout.write("in the tool call");`;
  const host = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], {
    cwd: import.meta.dirname,
    env: { ...process.env, TMPDIR: temp },
    stdio: ["ignore", "pipe", "inherit"],
  });
  t.after(() => host.kill("SIGKILL"));
  await once(host.stdout, "data");
  while (!processesWith(bench.mark).some((line) => line.includes("sleep 300"))) await sleep(20);
  return { bench, host, temp };
}

function foldersIn(temp: string): string[] {
  return readdirSync(temp).filter((name) => name.startsWith("lockstep-codex-"));
}

function nameOf(event: CodexEvent): string {
  return "item" in event ? `${event.type} ${event.item.type}` : event.type;
}

/** Numbers from 0 to 1, the same for the same seed. */
function mulberry32(first: number): () => number {
  let state = first;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
