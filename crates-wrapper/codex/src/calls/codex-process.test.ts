import assert from "node:assert/strict";
import { test } from "node:test";
import type { Line } from "@lockstep/runtime";
import { all, assertFails, scripted } from "../scripted-codex.ts";

const texts = (lines: readonly Line[]): string[] => lines.map(({ text }) => text);
const three = `console.log("1\\n2\\n3");`;
const silent = "setInterval(() => {}, 1000);";

test("result() beside and inside of a loop takes no line from it", async (t) => {
  const codex = await scripted(t, three);
  const beside = codex.appServer.start();
  const [lines, end] = await Promise.all([all(beside), beside.result()]);
  assert.deepEqual([texts(lines), end.exitCode], [["1", "2", "3"], 0]);
  const inside = codex.appServer.start();
  const seen: Line[] = [];
  for await (const line of inside) {
    seen.push(line);
    await inside.result();
  }
  assert.deepEqual(texts(seen), ["1", "2", "3"]);
  assert.deepEqual(await all(inside), []);
});

test("a process can be left before its first line, and while it waits for one", async (t) => {
  const codex = await scripted(t, silent);
  const unread = codex.appServer.start();
  await unread[Symbol.asyncIterator]().return?.();
  assert.match((await assertFails(unread.result(), "CODEX_ABORTED")).message, /^The reader left before the end/);
  const waiting = codex.appServer.start();
  const lines = waiting[Symbol.asyncIterator]();
  const next = lines.next();
  await lines.return?.();
  assert.deepEqual(await next, { done: true, value: undefined });
  await assertFails(waiting.result(), "CODEX_ABORTED");
});

test("a stopped process is no failed one, and a failed one fails all loops alike", async (t) => {
  const stopped = (await scripted(t, silent)).appServer.start();
  await stopped.stop();
  assert.equal((await stopped.result()).type, "aborted");
  assert.deepEqual(await all(stopped), []);
  const failed = (await scripted(t, `${three} process.exitCode = 2;`)).appServer.start();
  const error = await assertFails(all(failed), "CODEX_EXIT");
  assert.equal(await assertFails(failed.result(), "CODEX_EXIT"), error);
});

test("no error shows a secret that a server is given on stdin, and a blank one is refused", async (t) => {
  const secret = "plain words, no known shape";
  const codex = await scripted(t, `console.error("Refused " + stdin().trim()); process.exitCode = 1;`, { allowHidden: true });
  const start = [
    () => codex.servers.responsesApiProxy(`${secret}\n`),
    () => codex.servers.execServer({ registrationBearerStdin: true, remote: "https://host/", environmentId: "e" }, { stdin: secret }),
    () =>
      codex.servers.execServer(
        { executorCredentialStdin: true, remote: "https://host/", environmentId: "e" },
        { stdin: `${secret}\nother\n` },
      ),
    () =>
      codex.servers.execServerForward(
        { remote: "https://host/", environmentId: "e", connect: "ws://host/", registrationBearerStdin: true },
        { stdin: secret },
      ),
  ];
  for (const each of start) {
    const server = each();
    server.end();
    const error = await assertFails(server.result(), "CODEX_EXIT");
    assert.match(error.stderr, /^Refused \[redacted\]/);
    assert.doesNotMatch([error.message, error.stack, error.command].join(), /plain words/);
  }
  for (const blank of ["", " \n"]) assert.throws(() => codex.servers.responsesApiProxy(blank), /^CodexError: The API key is blank$/);
});
