import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { all, assertFails, hang, scripted, watchTemporaryFolder } from "../scripted-codex.ts";

test("exec() fails with what codex told, command, directory, exit code and stderr, without secrets", async (t) => {
  const codex = await scripted(
    t,
    `say({ type: "turn.failed", error: { message: "Model refused hunter22secret" } });
    console.error("line\\n".repeat(50) + "key was hunter22secret");
    process.exitCode = 3;`,
    { env: { CODEX_API_KEY: "hunter22secret" } },
  );
  const run = codex.exec({ prompt: "p", config: ["x=hunter22secret"] });
  const error = await assertFails(all(run), "CODEX_EXIT");
  assert.match(
    error.message,
    /^Codex exited with code 3, wanted 0: Model refused \[redacted\]\n {2}command: .*codex --config=x=\[redacted\] exec --json .* -\n {2}directory: /,
  );
  assert.deepEqual([error.exitCode, error.signal, error.cwd], [3, null, codex.cwd]);
  assert.equal(error.stderr.split("\n").length, 20);
  assert.match(error.stderr, /key was \[redacted\]$/);
  assert.ok(!JSON.stringify([error.message, error.stderr, error.command, error.stack]).includes("hunter22"));
  assert.equal(await assertFails(run.result(), "CODEX_EXIT"), error, "All who ask get the same");
});

test("exec() hides the secrets of config overrides, also where stderr quotes them", async (t) => {
  const codex = await scripted(t, `console.error('refused abcd1234secret and API_KEY="hunter2hunter2"'); process.exitCode = 1;`);
  const config = ['model_providers.x.experimental_bearer_token="abcd1234secret"', 'mcp_servers.y.env.API_KEY="hunter2hunter2"'];
  const error = await assertFails(codex.exec({ prompt: "p", config }).result(), "CODEX_EXIT");
  assert.match(
    error.command ?? "",
    /--config=model_providers\.x\.experimental_bearer_token=\[redacted\] --config=mcp_servers\.y\.env\.API_KEY=\[redacted\] exec /,
  );
  assert.equal(error.stderr, "refused [redacted] and API_KEY=[redacted]");
  assert.doesNotMatch(error.message, /abcd1234|hunter2/);
});

test("exec() takes the last reason that codex told, unless the run came forward after it", async (t) => {
  const notice = `say({ type: "error", message: "Reconnecting... 1/5" });`;
  for (const [script, reason] of [
    ["", ""],
    [notice, ": Reconnecting... 1/5"],
    [`${notice} say({ type: "turn.failed", error: { message: "Lost" } });`, ": Lost"],
    [`${notice} say({ type: "turn.completed", usage: {} }); say({ type: "turn.started" });`, ""],
  ] as const) {
    const codex = await scripted(t, `${script} process.exitCode = 1;`);
    assert.match(
      (await assertFails(codex.exec({ prompt: "p" }).result(), "CODEX_EXIT")).message,
      new RegExp(`^Codex exited with code 1, wanted 0${reason}\n`),
    );
  }
});

test("exec() fails when its last turn failed, also with exit code 0 and with an outputSchema", async (t) => {
  const failed = `say({ type: "turn.started" }); say({ type: "turn.failed", error: { message: "Model gone" } });`;
  const codex = await scripted(t, `${failed} say({ type: "new.thing" }); fs.writeFileSync(file, "{}");`);
  for (const request of [{ prompt: "p" }, { prompt: "p", outputSchema: {} }]) {
    const error = await assertFails(codex.exec(request).result(), "CODEX_EXIT");
    assert.match(error.message, /^Codex exited with code 0, but its last turn failed: Model gone\n/);
    assert.equal(error.exitCode, 0);
  }
  const better = `say({ type: "turn.started" }); say({ type: "turn.completed", usage: { input_tokens: 1, output_tokens: 1 } });`;
  await (await scripted(t, failed + better)).exec({ prompt: "p" }).result();
});

test("exec() that never started leaves no recording", async (t) => {
  const codex = await scripted(t, "");
  await assertFails(codex.exec({ prompt: "p" }, { record: "record", signal: AbortSignal.abort() }).result(), "CODEX_ABORTED");
  rmSync(join(codex.cwd, "codex"));
  await assertFails(codex.exec({ prompt: "p" }, { record: "record" }).result(), "CODEX_NOT_STARTED");
  assert.ok(!existsSync(join(codex.cwd, "record")));
});

test("exec() names the signal when codex dies of one", async (t) => {
  const codex = await scripted(t, `process.kill(process.pid, "SIGKILL")`);
  const error = await assertFails(codex.exec({ prompt: "p" }).result(), "CODEX_EXIT");
  assert.match(error.message, /^Codex died of signal SIGKILL/);
  assert.deepEqual([error.exitCode, error.signal], [null, "SIGKILL"]);
});

test("exec() kills codex at each limit and says which one", async (t) => {
  watchTemporaryFolder(t);
  const codex = await scripted(t, `const [first, ...rest] = stdin().split("|"); eval(first); ${hang}`);
  const notices = `setInterval(() => say({ type: "error", message: "Reconnecting... 1/5" }), 20)`;
  const flood = `setInterval(() => say({ type: "x".repeat(1000) }), 1)`;
  for (const [prompt, timeouts, options, code, message] of [
    ["0", { totalMs: 300 }, {}, "CODEX_TIMED_OUT", /^Ran longer than 300 ms/],
    ["0", { silenceMs: 600 }, {}, "CODEX_SILENT", /^Printed nothing for 600 ms/],
    [
      notices,
      { progressMs: 600, silenceMs: 20_000 },
      {},
      "CODEX_STALLED",
      /^Made no progress for 600 ms; the last that codex told: Reconnecting... 1\/5/,
    ],
    [flood, {}, { maxOutputBytes: 5000 }, "CODEX_OUTPUT_LIMIT", /^Printed more than 5000 bytes/],
    ["0", {}, { abortMs: 300 }, "CODEX_ABORTED", /^Aborted by the caller/],
  ] as const) {
    const { abortMs, maxOutputBytes = 1e9 } = options as { readonly abortMs?: number; readonly maxOutputBytes?: number };
    const signal = abortMs === undefined ? new AbortController().signal : AbortSignal.timeout(abortMs);
    const error = await assertFails(codex.exec({ prompt }, { timeouts, signal, maxOutputBytes }).result(), code);
    assert.match(error.message, message);
    assertNoneBelow(codex.cwd);
  }
});

test("exec() starts nothing when it is aborted before, and forgets the signal when it ends", async (t) => {
  watchTemporaryFolder(t);
  const codex = await scripted(t, `fs.writeFileSync("mark", "started");`);
  const error = await assertFails(codex.exec({ prompt: "p" }, { signal: AbortSignal.abort() }).result(), "CODEX_ABORTED");
  assert.match(error.message, /^Aborted before the start/);
  assert.ok(!existsSync(join(codex.cwd, "mark")));
  const controller = new AbortController();
  const { exit } = await codex.exec({ prompt: "p" }, { signal: controller.signal }).result();
  controller.abort();
  assert.equal(exit.type, "exited");
});

test("exec() kills a codex that ignores SIGTERM, and what it started in a session of its own", async (t) => {
  watchTemporaryFolder(t);
  const codex = await scripted(
    t,
    `process.on("SIGTERM", () => say({ type: "ignored" }));
    const { spawn } = require("node:child_process");
    const inSession = spawn("sleep", ["300"], { detached: true, stdio: "ignore" });
    const inGroup = spawn("sleep", ["300"], { stdio: "inherit" });
    say({ type: "pids", pids: [process.pid, inSession.pid, inGroup.pid] });
    ${hang}`,
    { timeouts: { totalMs: 30_000, killGraceMs: 200 } },
  );
  const controller = new AbortController();
  const pids: unknown[] = [];
  const run = codex.exec({ prompt: "p" }, { signal: controller.signal });
  const error = await assertFails(
    (async () => {
      for await (const event of run) {
        if (event.type !== "unknown") continue;
        if (event.raw["type"] === "pids") pids.push(...(event.raw["pids"] as number[]));
        controller.abort();
      }
    })(),
    "CODEX_ABORTED",
  );
  assert.equal(error.signal, "SIGKILL");
  assert.equal(pids.length, 3);
  for (const pid of pids) assert.ok(!isAlive(Number(pid)), String(pid));
});

for (const [ending, code] of [
  [`process.kill(process.pid, "SIGTERM")`, null],
  [`process.exit(5)`, 5],
] as const) {
  test(`a host that ends by ${ending} leaves no process and no temporary folder`, async (t) => {
    const codex = await scripted(t, hang);
    const temp = mkdtempSync(join(tmpdir(), "codex-host-"));
    t.after(() => rmSync(temp, { recursive: true, force: true }));
    const script = `
      import { makeCodexHome, openCodex } from ${JSON.stringify(join(import.meta.dirname, "../index.ts"))};
      const home = makeCodexHome({ parent: ${JSON.stringify(temp)}, config: "" });
      const codex = await openCodex({ binary: "./codex", cwd: ${JSON.stringify(codex.cwd)}, codexHome: home.path, version: "0.169.0" });
      const events = codex.exec({ prompt: "p", outputSchema: {} })[Symbol.asyncIterator]();
      await events.next();
      process.stdout.write("ready");
      process.stdin.once("data", () => ${ending});
      await events.next();`;
    const host = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], {
      cwd: import.meta.dirname,
      env: { ...process.env, TMPDIR: temp },
      stdio: ["pipe", "pipe", "inherit"],
    });
    const ended = once(host, "exit");
    await once(host.stdout, "data");
    const made = readdirSync(temp).filter((name) => /^(?:home|lockstep-codex)-/.test(name));
    assert.equal(made.length, 2, made.join());
    host.stdin.end("go");
    assert.deepEqual(await ended, [code, code === null ? "SIGTERM" : null]);
    assertNoneBelow(codex.cwd);
    assert.deepEqual(
      readdirSync(temp).filter((name) => made.includes(name)),
      [],
    );
  });
}

test("exec() fails at its end when the recording did not fit, and keeps what did", async (t) => {
  const codex = await scripted(
    t,
    `process.stdout.write((JSON.stringify({ type: "turn.started" }) + "\\n").repeat(20000)); fs.writeFileSync(file, "Answer");`,
  );
  // A limit on the size of files stands in for the disk; once its signal is listened to, writing fails.
  const script = `
    import { openCodex } from ${JSON.stringify(join(import.meta.dirname, "../index.ts"))};
    process.on("SIGXFSZ", () => undefined);
    const codex = await openCodex({ binary: "./codex", cwd: ${JSON.stringify(codex.cwd)}, version: "0.169.0" });
    const error = await codex.exec({ prompt: "p" }, { record: "full" }).result().catch((reason) => reason);
    console.log(error.code, error.message);`;
  const said = execFileSync(
    "/bin/sh",
    ["-c", `ulimit -f 128; exec "$0" --import tsx --input-type=module -e "$1"`, process.execPath, script],
    {
      cwd: import.meta.dirname,
      encoding: "utf8",
      env: { ...process.env, TSX_DISABLE_CACHE: "1" },
    },
  );
  assert.match(said, /^CODEX_OUTPUT Recording ".*full" could not be written \(\d+ bytes are in it\): EFBIG/);
  const kept = readFileSync(join(codex.cwd, "full"), "utf8");
  assert.ok(kept.length >= 65_536 && kept.startsWith('{"type":"turn.started"}\n'), String(kept.length));
});

test("exec() that nobody reads ends, and leaves no folder", async (t) => {
  watchTemporaryFolder(t);
  const codex = await scripted(t, `fs.writeFileSync("mark", "started"); process.exitCode = 1;`);
  codex.exec({ prompt: "p" });
  for (let i = 0; i < 400 && !existsSync(join(codex.cwd, "mark")); i++) await sleep(25);
  for (let i = 0; i < 400 && readdirSync(tmpdir()).some((name) => name.startsWith("lockstep-codex-")); i++) await sleep(25);
});

/** No process is alive whose command line names the folder. */
function assertNoneBelow(folder: string): void {
  const lines = execFileSync("ps", ["-eo", "stat=,args="], { encoding: "utf8" }).split("\n");
  assert.deepEqual(
    lines.filter((line) => line.includes(join(folder, "codex")) && !line.startsWith("Z")),
    [],
  );
}

function isAlive(pid: number): boolean {
  const state = execFileSync("/bin/sh", ["-c", `ps -o stat= -p ${pid} || true`], { encoding: "utf8" }).trim();
  return state !== "" && !state.startsWith("Z");
}
