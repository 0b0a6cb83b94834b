import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { type LineChannel, openLines } from "./open-lines.ts";
import { node, shell } from "./scripted-child.ts";

describe("at the same time", { concurrency: true }, () => {
  test("openLines() carries questions and answers until end() closes stdin", async () => {
    const channel = openLines({ ...shell(`while read -r line; do echo "got $line"; done; echo closed`), stdin: "zero\n" });
    const lines = channel[Symbol.asyncIterator]();
    assert.equal((await lines.next()).value?.text, "got zero");
    await channel.write("one\n");
    assert.equal((await lines.next()).value?.text, "got one");
    await Promise.all([channel.write("two\nth"), channel.write("ree\n")]);
    assert.equal((await lines.next()).value?.text, "got two");
    assert.equal((await lines.next()).value?.text, "got three");
    channel.end();
    channel.end();
    await assert.rejects(channel.write("late"), /^Error: Stdin of "\/bin\/sh" was closed by end\(\)/);
    assert.equal((await lines.next()).value?.text, "closed");
    assert.equal((await lines.next()).done, true);
    assert.deepEqual([(await channel.outcome).type, (await channel.outcome).exitCode], ["exited", 0]);
    await assert.rejects(channel.write("later"), /was closed by end/);
  });

  test("write() waits while the process does not read, and loses nothing", async () => {
    const channel = openLines(
      node(`setTimeout(() => process.stdin.on("data", (d) => (n += d.length)), 400); let n = 0;
      process.on("exit", () => console.log(n))`),
    );
    let took = false;
    const writing = channel.write("x".repeat(5_000_000)).then(() => (took = true));
    await sleep(150);
    assert.equal(took, false, "More than a pipe holds was taken though nobody reads");
    await writing;
    channel.end();
    assert.deepEqual(await texts(channel), ["5000000"]);
  });

  test("write() rejects when the process ends while it waits, and after that", async () => {
    const channel = openLines({ ...shell("sleep 60"), totalMs: 200 });
    await assert.rejects(channel.write("x".repeat(5_000_000)), /nothing can be written to it$/);
    assert.equal((await channel.outcome).type, "timed-out");
    await assert.rejects(channel.write("x"), /^Error: Process "\/bin\/sh" has ended, nothing can be written to it$/);
    channel.end();
  });

  test("write() rejects when the process has closed its stdin, and the process goes on", async () => {
    const channel = openLines({ ...shell("exec 0<&-; echo closed; sleep 0.5; echo done"), totalMs: 10_000 });
    const lines = channel[Symbol.asyncIterator]();
    await lines.next();
    await assert.rejects(channel.write("x"), /has closed its stdin/);
    await assert.rejects(channel.write("x"), /has closed its stdin/);
    assert.equal((await lines.next()).value?.text, "done");
    assert.equal((await channel.outcome).exitCode, 0);
  });

  test("write() rejects when the process never started", async () => {
    for (const change of [{ file: "/no/such/file" }, { signal: AbortSignal.abort() }]) {
      const channel = openLines({ ...shell("cat"), ...change });
      await assert.rejects(channel.write("x"), /was not started/);
      channel.end();
      assert.deepEqual(await texts(channel), []);
    }
  });

  test("onLine sees each line as it arrives, though nobody reads, and isStopping says when it may be due to the kill", async () => {
    const seen: string[] = [];
    const stopping = new AbortController();
    const request = {
      ...node(`process.on("SIGTERM", () => { console.log("last"); process.exit(); }); console.log("first"); setInterval(() => {}, 1000);`),
    };
    const channel: LineChannel = openLines(
      { ...request, signal: stopping.signal },
      {
        onLine: ({ text }) => {
          seen.push(`${text} ${String(channel.isStopping)}`);
          stopping.abort();
        },
      },
    );
    await channel.outcome;
    assert.deepEqual(seen, ["first false", "last true"]);
    assert.deepEqual(await texts(channel), ["first", "last"]);
  });

  test("openLines() kills the process when the reader leaves the loop", async () => {
    const channel = openLines(shell("echo first; cat"));
    for await (const _ of channel) break;
    assert.equal((await channel.outcome).type, "aborted");
  });
});

async function texts(channel: LineChannel): Promise<string[]> {
  const found: string[] = [];
  for await (const line of channel) found.push(line.text);
  return found;
}
