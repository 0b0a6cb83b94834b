import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { assertNoProcess, processesWith } from "@lockstep/wrapper/testing";
import { type AppServerConnection, type AppServerNotification } from "../src/index.ts";
import { assertFails } from "../src/scripted-codex.ts";
import { type Bench, isToolDone, setUp, textsOf, toolOutputs } from "./bench.ts";
import { codexBinaries } from "./events-binaries.ts";
import type { Answer, ResponsesRequest } from "./fake-responses-server.ts";

// Speaks with the app servers of real binaries, offline, against a fake model server.
for (const binary of codexBinaries()) describe(binary, () => checkBinary(binary));

function checkBinary(binary: string): void {
  test("connect() shakes hands, runs turns with notifications to their ends, and close() leaves nothing", async (t) => {
    const bench = await setUp(t, binary, (request) => ({ type: "message", text: `Answer to ${textsOf(request).at(-1)}` }));
    await using connection = await bench.codex.appServer.connect(
      { config: bench.session.config },
      { clientInfo: { name: "e2e-client", version: "1.2.3" }, capabilities: { experimentalApi: true } },
    );
    assert.match(String(connection.server["userAgent"]), new RegExp(`^e2e-client/${bench.codex.version} `));
    const threadId = await startThread(connection, bench);
    for (const text of ["First prompt", "Second prompt"]) {
      const seen = await runTurn(connection, threadId, text);
      const methods = seen.map(({ method }) => method);
      assert.ok(methods.includes("turn/started") && methods.includes("item/completed"), methods.join());
      assert.match(JSON.stringify(seen), new RegExp(`Answer to ${text}`));
    }
    assert.deepEqual([connection.malformed, connection.counts.dropped], [[], 0]);
    await connection.close();
    await connection.close();
    assert.deepEqual([(await connection.ended).type, (await connection.ended).exitCode], ["exited", 0]);
    await assertFails(connection.request("thread/loaded/list", {}), "CODEX_ABORTED");
    for await (const _ of connection.notifications);
    await assertNoProcess(bench.mark);
  });

  test("request() rejects with what the server says, and other requests go on", async (t) => {
    const bench = await setUp(t, binary, () => ({ type: "hang" }));
    await using connection = await bench.codex.appServer.connect({ config: bench.session.config });
    const [unknown, incomplete, again, loaded] = await Promise.all([
      assertFails(connection.request("no/such/method", {}), "CODEX_RPC"),
      assertFails(connection.request("thread/read", {}), "CODEX_RPC"),
      assertFails(connection.request("initialize", { clientInfo: { name: "x", version: "1" } }), "CODEX_RPC"),
      connection.request("thread/loaded/list", {}),
    ]);
    assert.deepEqual([unknown.rpc?.method, unknown.rpc?.code], ["no/such/method", -32600]);
    assert.match(unknown.message, /^The app server refuses "no\/such\/method": Invalid request: unknown variant `no\/such\/method`/);
    assert.match(incomplete.message, /missing field `threadId`/);
    assert.equal(again.rpc?.message, "Already initialized");
    assert.deepEqual((loaded as { readonly data: unknown }).data, []);
  });

  for (const [decision, isMade] of [
    ["accept", true],
    ["decline", false],
  ] as const)
    test(`onRequest decides about a command: ${decision}`, async (t) => {
      const bench = await setUp(t, binary, callsTool);
      const asked: (readonly [string, unknown])[] = [];
      await using connection = await bench.codex.appServer.connect(
        { config: bench.session.config },
        {
          async onRequest(method, params) {
            asked.push([method, params]);
            await sleep(50);
            return { decision };
          },
        },
      );
      const seen = await runTurn(connection, await startThread(connection, bench, asking), "Make it");
      assert.deepEqual(
        asked.map(([method]) => method),
        ["item/commandExecution/requestApproval"],
      );
      assert.match(JSON.stringify(asked[0]?.[1]), /made\.txt/);
      assert.equal(existsSync(join(bench.cwd, "made.txt")), isMade);
      assert.match(toolOutputs(bench.server.requests[1]), isMade ? /tool-output-42/ : /rejected/);
      assert.equal(turnStatus(seen), "completed");
    });

  test("an approval is refused, and the turn ends, without a handler and with one that throws", async (t) => {
    for (const handler of [{}, { onRequest: () => Promise.reject(new Error("No person is here")) }]) {
      const bench = await setUp(t, binary, callsTool);
      await using connection = await bench.codex.appServer.connect({ config: bench.session.config }, handler);
      await runTurn(connection, await startThread(connection, bench, asking), "Make it");
      assert.equal(existsSync(join(bench.cwd, "made.txt")), false);
    }
  });

  test("close(), an abort and a kill end a turn whose command runs, and leave no process", async (t) => {
    for (const how of ["close", "abort", "kill"] as const) {
      const bench = await setUp(t, binary, (request) =>
        isToolDone(request)
          ? { type: "hang" }
          : { type: "function_call", name: "exec_command", arguments: { cmd: "setsid sleep 300 & sleep 301" } },
      );
      const abort = new AbortController();
      const connection = await bench.codex.appServer.connect({ config: bench.session.config }, { signal: abort.signal });
      const threadId = await startThread(connection, bench);
      await connection.request("turn/start", { threadId, input: inputOf("Wait") });
      await until(() => sleepers(bench.mark).length >= 2);
      const waiting = connection
        .request("thread/compact/start", { threadId: "00000000-0000-0000-0000-000000000000" })
        .catch(() => undefined);
      if (how === "close") await connection.close();
      else if (how === "abort") abort.abort();
      else process.kill(Number(serversOf(bench.mark)[0]?.split(" ", 1)[0]), "SIGKILL");
      await waiting;
      const end = await connection.ended;
      assert.deepEqual(
        [end.type, end.signal],
        { close: ["exited", null], abort: ["aborted", end.signal], kill: ["exited", "SIGKILL"] }[how],
        how,
      );
      await assertNoProcess(bench.mark);
      if (how !== "close") {
        const code = how === "abort" ? "CODEX_ABORTED" : "CODEX_EXIT";
        await assertFails(connection.request("thread/loaded/list", {}), code);
        await assertFails(drain(connection), code);
      }
    }
  });

  test("connect() rejects for a broken configuration with codex's reason, and leaves nothing", async (t) => {
    const bench = await setUp(t, binary, () => ({ type: "hang" }));
    const error = await assertFails(bench.codex.appServer.connect({ config: ["model_providers=3"] }), "CODEX_EXIT");
    assert.match(error.stderr, /model_providers/);
    await assertNoProcess(bench.mark);
  });
}

const asking = { approvalPolicy: "untrusted", sandbox: "danger-full-access" } as const;
const unlimited = { approvalPolicy: "never", sandbox: "danger-full-access" } as const;

function callsTool(request: ResponsesRequest): Answer {
  if (isToolDone(request)) return { type: "message", text: "Done" };
  return { type: "function_call", name: "exec_command", arguments: { cmd: "echo made > made.txt; echo tool-output-$((40 + 2))" } };
}

async function startThread(connection: AppServerConnection, { cwd, session }: Bench, policy: object = unlimited): Promise<string> {
  const answer = (await connection.request("thread/start", { model: session.model, cwd, ...policy })) as {
    readonly thread: { readonly id: string };
  };
  return answer.thread.id;
}

function inputOf(text: string): readonly object[] {
  return [{ type: "text", text, text_elements: [] }];
}

/** What the server tells until the turn has ended. */
async function runTurn(connection: AppServerConnection, threadId: string, text: string): Promise<AppServerNotification[]> {
  await connection.request("turn/start", { threadId, input: inputOf(text) });
  const seen: AppServerNotification[] = [];
  for await (const notification of connection.notifications) {
    seen.push(notification);
    if (notification.method === "turn/completed") return seen;
  }
  return assert.fail(`The connection ended within the turn: ${JSON.stringify(seen.at(-1))}`);
}

function turnStatus(seen: readonly AppServerNotification[]): string | undefined {
  return (seen.at(-1)?.params as { readonly turn?: { readonly status?: string } } | undefined)?.turn?.status;
}

async function drain({ notifications }: { readonly notifications: AsyncIterable<unknown> }): Promise<void> {
  for await (const _ of notifications);
}

function sleepers(mark: string): string[] {
  return processesWith(mark).filter((line) => /^\d+ sleep 30[01]/.test(line));
}

function serversOf(mark: string): string[] {
  return processesWith(mark).filter((line) => line.includes(" app-server"));
}

async function until(condition: () => boolean): Promise<void> {
  for (const giveUpAt = performance.now() + 20_000; !condition(); await sleep(50))
    assert.ok(performance.now() < giveUpAt, "It did not happen");
}
