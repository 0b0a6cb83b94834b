import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import packageJson from "../../package.json" with { type: "json" };
import { all, assertFails, scripted, type ScriptedCodex } from "../scripted-codex.ts";
import type { AppServerConnection, AppServerConnectOptions } from "./app-server-connection.ts";
import { thisPackage } from "./connect.ts";

/**
 * A server that shakes hands and hands each later message to `on(message)`; `reply(id, result)` and `say(message)` write, and what it
 * was told stands in the file "told".
 */
const server = `
const reply = (id, result) => say({ id, result });
fs.writeFileSync("pid", String(process.pid));
require("node:readline").createInterface({ input: process.stdin }).on("line", (line) => {
  fs.appendFileSync("told", line + "\\n");
  const message = JSON.parse(line);
  if (message.method === "initialize") reply(message.id, { userAgent: message.params.clientInfo.name });
  else if (message.method !== "initialized") on(message);
});
`;

interface Opened {
  readonly codex: ScriptedCodex;
  readonly connection: AppServerConnection;
  readonly told: () => readonly unknown[];
}

async function open(t: TestContext, on: string, options: AppServerConnectOptions = {}): Promise<Opened> {
  const codex = await scripted(t, `${server}\nfunction on({ id, method, params, result, error }) {\n${on}\n}`);
  const connection = await codex.appServer.connect({}, options);
  t.after(() => connection.close());
  const told = (): unknown[] =>
    readFileSync(join(codex.cwd, "told"), "utf8")
      .trim()
      .split("\n")
      .map((line): unknown => JSON.parse(line));
  return { codex, connection, told };
}

function pidOf({ cwd }: ScriptedCodex): number {
  return Number(readFileSync(join(cwd, "pid"), "utf8"));
}

function assertGone(codex: ScriptedCodex): void {
  assert.throws(() => process.kill(pidOf(codex), 0), /ESRCH/);
}

test("connect() shakes hands before it resolves, close() ends the server and may be repeated", async (t) => {
  const { codex, connection, told } = await open(t, "", {
    clientInfo: { name: "me", version: "1" },
    capabilities: { experimentalApi: true },
  });
  assert.deepEqual(connection.server, { userAgent: "me" });
  await connection.notify("more", { x: 1 });
  await Promise.all([connection.close(), connection.close(), connection[Symbol.asyncDispose]()]);
  assert.deepEqual(told(), [
    {
      id: 0,
      method: "initialize",
      params: { clientInfo: { name: "me", version: "1", title: null }, capabilities: { experimentalApi: true } },
    },
    { method: "initialized" },
    { method: "more", params: { x: 1 } },
  ]);
  assert.equal((await connection.ended).exitCode, 0);
  assert.deepEqual(await all(connection.notifications), []);
  for (const call of [connection.request("late"), connection.notify("late")])
    assert.match((await assertFails(call, "CODEX_ABORTED")).message, /^The connection is closed, "late" cannot be sent/);
  assertGone(codex);
});

test("connect() names this package unless told otherwise", async (t) => {
  assert.equal(thisPackage.version, packageJson.version);
  const { connection } = await open(t, "");
  assert.equal(connection.server["userAgent"], "lockstep-codex");
});

test("connect() rejects with the reason and leaves nothing when the handshake fails", async (t) => {
  for (const [script, code, message] of [
    [
      `console.error("bad config"); process.exitCode = 3`,
      "CODEX_EXIT",
      /^Codex exited with code 3, "initialize" was not answered\n[^]*bad config/,
    ],
    [
      `fs.writeFileSync("pid", String(process.pid)); process.on("SIGTERM", () => {}); setInterval(() => {}, 1000)`,
      "CODEX_TIMED_OUT",
      /within 700 ms/,
    ],
    [
      `process.stdin.once("data", () => say({ id: 0, error: { code: 1, message: "Old client" } }))`,
      "CODEX_RPC",
      /"initialize": Old client \(code 1\)/,
    ],
    [`process.stdin.once("data", () => say({ id: 0, result: 7 }))`, "CODEX_OUTPUT", /^The answer to "initialize" is no JSON object/],
  ] as const) {
    const codex = await scripted(t, script);
    const call = codex.appServer.connect(
      {},
      { handshakeTimeoutMs: code === "CODEX_TIMED_OUT" ? 700 : 30_000, timeouts: { killGraceMs: 100 } },
    );
    assert.match((await assertFails(call, code)).message, message);
    if (code === "CODEX_TIMED_OUT") assertGone(codex);
  }
  const old = await scripted(t, "", { version: "0.125.0" });
  await assertFails(old.appServer.connect({ strictConfig: true }), "CODEX_UNSUPPORTED");
  const aborted = await scripted(t, "");
  await assertFails(aborted.appServer.connect({}, { signal: AbortSignal.abort() }), "CODEX_ABORTED");
});

test("request() gives each its own answer, in whatever order they come", async (t) => {
  const { connection } = await open(
    t,
    `(on.kept ??= []).push(id); if (on.kept.length === 3) for (const one of on.kept.reverse()) reply(one, { one });`,
  );
  const answers = await Promise.all(["a", "b", "c"].map((method) => connection.request(method, {})));
  assert.deepEqual(answers, [{ one: 1 }, { one: 2 }, { one: 3 }]);
});

test("request() rejects with code, message and data of the server", async (t) => {
  const { connection } = await open(t, `say({ id, error: { code: -32602, message: "Too large", data: { max: 3 } } })`);
  const error = await assertFails(connection.request("turn/start"), "CODEX_RPC");
  assert.deepEqual(error.rpc, { method: "turn/start", code: -32602, message: "Too large", data: { max: 3 } });
  assert.match(error.message, /^The app server refuses "turn\/start": Too large \(code -32602\)\n {2}command: /);
});

test("request() gives up after its time or an abort, and a late answer harms nobody", async (t) => {
  const { connection } = await open(t, `setTimeout(() => reply(id, method), method === "slow" ? 600 : 0)`, { requestTimeoutMs: 150 });
  const abort = new AbortController();
  const aborted = connection.request("slow", {}, { signal: abort.signal, timeoutMs: 30_000 });
  setTimeout(() => abort.abort(), 50);
  assert.match((await assertFails(aborted, "CODEX_ABORTED")).message, /^Request "slow" was aborted\n/);
  assert.match(
    (await assertFails(connection.request("slow"), "CODEX_TIMED_OUT")).message,
    /^Request "slow" was not answered within 150 ms/,
  );
  await assertFails(connection.request("slow", {}, { signal: AbortSignal.abort() }), "CODEX_ABORTED");
  await sleep(700);
  assert.equal(await connection.request("fast", {}, { timeoutMs: 30_000 }), "fast");
  assert.deepEqual(connection.malformed, []);
});

test("request() refuses what is no JSON before it is sent", async (t) => {
  const { connection } = await open(t, "");
  const circular: { self?: unknown } = {};
  circular.self = circular;
  for (const params of [circular, { big: 1n }]) {
    await assertFails(connection.request("m", params), "CODEX_REQUEST");
    await assertFails(connection.notify("m", params), "CODEX_REQUEST");
  }
});

test("all that waits ends with the process, and says why", async (t) => {
  for (const [end, code, message] of [
    [
      `console.error("thread main panicked"); process.exit(101)`,
      "CODEX_EXIT",
      /^Codex exited with code 101, "two" was not answered\n[^]*panicked/,
    ],
    [`process.kill(process.pid, "SIGKILL")`, "CODEX_EXIT", /^Codex died of signal SIGKILL, "two" was not answered/],
    [`process.exit(0)`, "CODEX_EXIT", /^Codex exited with code 0, "two" was not answered/],
  ] as const) {
    let aborted = false;
    const { connection } = await open(t, `if (method === "one") say({ method: "ask", id: 9 }); if (method === "two") { ${end} }`, {
      onRequest: (_method, _params, { signal }) =>
        new Promise((resolve) => signal.addEventListener("abort", () => resolve((aborted = true)))),
    });
    const [one, two, loop] = [connection.request("one"), connection.request("two"), all(connection.notifications)];
    assert.match((await assertFails(one, code)).message, /"one" was not answered/);
    assert.match((await assertFails(two, code)).message, message);
    if (end === "process.exit(0)") assert.deepEqual(await loop, []);
    else await assertFails(loop, code);
    await assertFails(connection.request("late"), code);
    await connection.close();
    assert.equal(aborted, true);
  }
});

test("an abort and the limits of the connection end all that waits", async (t) => {
  const abort = new AbortController();
  for (const [options, code] of [
    [{ signal: abort.signal }, "CODEX_ABORTED"],
    [{ timeouts: { silenceMs: 1000 } }, "CODEX_SILENT"],
    [{ timeouts: { totalMs: 1500 } }, "CODEX_TIMED_OUT"],
  ] as const) {
    const { codex, connection } = await open(t, "", options);
    const waiting = connection.request("m");
    if (code === "CODEX_ABORTED") abort.abort();
    await assertFails(waiting, code);
    await assertFails(all(connection.notifications), code);
    assertGone(codex);
  }
});

test("request() and notify() reject when the server has closed its stdin, and the server is killed", async (t) => {
  const { codex, connection } = await open(t, `process.stdin.destroy(); try { fs.closeSync(0); } catch {} setInterval(() => {}, 1000)`);
  await connection.notify("close");
  await sleep(300);
  const [request, notice] = [connection.request("m"), connection.notify("n")];
  assert.match((await assertFails(request, "CODEX_EXIT")).message, /has closed its stdin[^\n]*, "m" was not answered/);
  await assertFails(notice, "CODEX_EXIT");
  await connection.ended;
  assertGone(codex);
});

test("close() kills a server that does not end, and rejects what waits", async (t) => {
  const { codex, connection } = await open(t, `process.on("SIGTERM", () => {}); setInterval(() => {}, 1000)`, {
    closeGraceMs: 100,
    timeouts: { killGraceMs: 100 },
  });
  const waiting = connection.request("m");
  await sleep(300);
  await Promise.all([connection.close(), assertFails(waiting, "CODEX_ABORTED")]);
  assert.equal((await connection.ended).signal, "SIGKILL");
  assert.deepEqual(await all(connection.notifications), []);
  assertGone(codex);
});

test("onRequest answers the server; what it throws and what is no JSON become errors, and so does everything without it", async (t) => {
  const script = `if (method === "go") { for (const one of ["value", "nothing", "error", "circular"]) say({ method: one, id: "q-" + one, params: [one] }); on.go = id; }
    else if ((on.count = (on.count ?? 0) + 1) === 4) reply(on.go, null)`;
  const circular: { self?: unknown } = {};
  circular.self = circular;
  const results: Readonly<Record<string, unknown>> = { value: { decision: "accept" }, nothing: undefined, circular };
  const { connection, told } = await open(t, script, {
    onRequest(method, params, { id }) {
      assert.deepEqual([params, id], [[method], `q-${method}`]);
      if (method === "error") throw new Error("No person is here");
      return results[method];
    },
  });
  await connection.request("go");
  const answers = told().slice(3) as { readonly id: string; readonly result?: unknown; readonly error?: { readonly message: string } }[];
  const byId = new Map(answers.map(({ id, ...answer }) => [id, answer]));
  assert.deepEqual(byId.get("q-value"), { result: { decision: "accept" } });
  assert.deepEqual(byId.get("q-nothing"), { result: null });
  assert.deepEqual(byId.get("q-error"), { error: { code: -32603, message: "No person is here" } });
  assert.match(byId.get("q-circular")?.error?.message ?? "", /cannot be written as JSON/);

  const without = await open(t, script);
  await without.connection.request("go");
  assert.deepEqual(without.told().at(3), { id: "q-value", error: { code: -32601, message: `This client does not answer "value"` } });
});

test("notifications come in order with all their fields; garbage between them is kept apart and counted", async (t) => {
  const { connection } = await open(
    t,
    `console.log("Listening\\n\\n[1]\\n{}"); say({ id: 77, result: 1 }); say({ method: "a", params: { n: 1 }, emittedAtMs: 5 });
    say({ method: "new/one" }); reply(id, null)`,
  );
  await connection.request("m");
  const loop = connection.notifications[Symbol.asyncIterator]();
  assert.deepEqual((await loop.next()).value, { method: "a", params: { n: 1 }, raw: { method: "a", params: { n: 1 }, emittedAtMs: 5 } });
  assert.deepEqual((await loop.next()).value, { method: "new/one", params: undefined, raw: { method: "new/one" } });
  assert.deepEqual(
    connection.malformed.map(({ text }) => text),
    ["Listening", "[1]", "{}", "1"],
  );
  assert.deepEqual(connection.counts, { notifications: 2, dropped: 0, malformed: 4 });
});

test("a message over the limit settles what it belongs to, and the connection goes on", async (t) => {
  const { connection, told } = await open(
    t,
    `if (method === "big") reply(id, "x".repeat(50_000)); else if (method === "ask") { say({ method: "huge", id: 5, params: "x".repeat(50_000) }); on.ask = id; }
    else if (id === 5) reply(on.ask, "asked"); else if (method === "refuse") say({ error: { code: 1, message: "x".repeat(50_000) }, id }); else reply(id, "small")`,
    { maxMessageBytes: 10_000, onRequest: () => assert.fail("It could not be read") },
  );
  assert.match(
    (await assertFails(connection.request("big"), "CODEX_OUTPUT")).message,
    /^The answer to "big" cannot be read. It is longer than/,
  );
  await assertFails(connection.request("refuse"), "CODEX_OUTPUT");
  assert.equal(await connection.request("ask"), "asked");
  assert.match(JSON.stringify(told().at(-1)), /"code":-32600/);
  assert.deepEqual([await connection.request("m"), connection.counts.malformed, connection.malformed[0]?.text.length], ["small", 3, 1000]);
});

test("messages of many megabytes pass both ways", async (t) => {
  const { connection } = await open(t, `reply(id, params)`);
  const text = "ü".repeat(10_000_000);
  assert.equal(await connection.request("echo", text), text);
});

test("unread notifications are dropped when nobody is in a loop, and never hold up an answer", async (t) => {
  const { connection } = await open(
    t,
    `for (let n = 0; n < 2000; n++) say({ method: "n", params: { n, pad: "x".repeat(1000) } }); reply(id, "done")`,
    {
      maxUnreadChars: 100_000,
    },
  );
  assert.equal(await connection.request("m"), "done");
  const { dropped, notifications } = connection.counts;
  assert.ok(dropped > 1800 && dropped < 2000 && notifications === 2000, JSON.stringify(connection.counts));
  const loop = connection.notifications[Symbol.asyncIterator]();
  assert.deepEqual(((await loop.next()).value as { params: { n: number } }).params.n, dropped);
});

test("a slow loop holds the server back, loses nothing, and a request gets through", async (t) => {
  const { codex, connection } = await open(
    t,
    `if (method === "flood") { let n = 0; const more = () => { while (n < 20_000) if (!process.stdout.write(JSON.stringify({ method: "n", params: { n: n++, pad: "x".repeat(1000) } }) + "\\n"))
      { fs.writeFileSync("sent", String(n)); return process.stdout.once("drain", more); } fs.writeFileSync("sent", String(n)); }; more(); } else reply(id, "through")`,
    { maxUnreadChars: 100_000 },
  );
  const loop = connection.notifications[Symbol.asyncIterator]();
  const first = loop.next();
  await connection.notify("flood");
  assert.equal(((await first).value as { params: { n: number } }).params.n, 0);
  await sleep(700);
  const sent = Number(readFileSync(join(codex.cwd, "sent"), "utf8"));
  assert.ok(sent < 10_000, `The server was not held back: ${sent}`);
  for (let n = 1; n < 20_000; n++) assert.equal(((await loop.next()).value as { params: { n: number } }).params.n, n);
  assert.equal(connection.counts.dropped, 0);
  assert.equal(await connection.request("m"), "through");
});
