import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { node, shell } from "./scripted-child.ts";
import { type Line, type LineStream, streamLines } from "./stream-lines.ts";

test("streamLines() yields a line before the process ends", async () => {
  const started = performance.now();
  for await (const line of streamLines(shell("echo first; sleep 60"))) {
    assert.equal(line.text, "first");
    break;
  }
  assert.ok(performance.now() - started < 3000);
});

test("streamLines() kills the process when the reader leaves the loop", async () => {
  const stream = streamLines(shell("while :; do echo x; done"));
  for await (const _ of stream) break;
  const outcome = await stream.outcome;
  assert.deepEqual([outcome.type, outcome.signal], ["aborted", "SIGTERM"]);
});

test("streamLines() holds the process back when the reader is slow, loses nothing, and does not call it silent", async () => {
  let arrived = 0;
  const script = `for (let i = 0; i < 10000; i++) require("fs").writeSync(1, "line " + i + " " + "x".repeat(190) + "\\n")`;
  const stream = streamLines({ ...node(script), silenceMs: 1000, onStdout: (chunk) => (arrived += chunk.length) });
  let count = 0;
  for await (const line of stream) {
    assert.ok(line.text.startsWith(`line ${count} `));
    if (count++ === 0) {
      await sleep(1200);
      assert.ok(arrived < 1_000_000, `Read ahead by ${arrived} bytes`);
    }
  }
  assert.equal(count, 10_000);
  assert.equal((await stream.outcome).type, "exited");
});

test("streamLines() keeps what is unread when the process exits before a slow reader is done", async () => {
  const stream = streamLines({ ...shell("seq 1 60000"), totalMs: 300 });
  let count = 0;
  for await (const _ of stream) if (count++ === 0) await sleep(400);
  assert.equal(count, 60_000);
  assert.equal((await stream.outcome).type, "exited");
  assert.ok(!process.getActiveResourcesInfo().includes("Timeout"));
});

test("streamLines() cuts a line over the limit and goes on", async () => {
  const stream = streamLines(shell(`head -c 3000000 /dev/zero | tr '\\0' x; echo; echo ok`), { maxLineBytes: 1000 });
  assert.deepEqual(await all(stream), [{ text: "x".repeat(1000), defect: "over-limit" }, { text: "ok" }]);
});

test("streamLines() keeps memory bounded when nobody reads a flood that SIGTERM does not stop", async () => {
  let arrived = 0;
  const before = process.memoryUsage().rss;
  const outcome = await streamLines({
    ...shell(`trap "" TERM; yes xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx`),
    totalMs: 100,
    killGraceMs: 700,
    onStdout: (chunk) => (arrived += chunk.length),
  }).outcome;
  assert.equal(outcome.type, "timed-out");
  const grown = process.memoryUsage().rss - before;
  assert.ok(grown < arrived / 2, `Memory grew by ${grown} bytes over ${arrived} bytes of output`);
});

test("streamLines() gives the outcome as a value when the file is missing", async () => {
  const stream = streamLines({ ...shell(""), file: "/no/such/file" });
  assert.deepEqual(await all(stream), []);
  assert.equal((await stream.outcome).type, "spawn-failed");
});

test("streamLines() keeps only the end of a long stderr", async () => {
  const stream = streamLines(shell("head -c 300000 /dev/zero | tr '\\0' x >&2; echo end >&2"));
  await all(stream);
  const { stderr } = await stream.outcome;
  assert.equal(stderr.length, 65_536);
  assert.ok(stderr.endsWith("xend\n"));
});

// These wait most of their time.
describe("at the same time", { concurrency: true }, () => {
  test("streamLines() yields whole lines when they are split, end in CRLF, or lack the last line feed", async () => {
    const stream = streamLines(
      shell(`printf 'a\\r\\nb'; sleep 0.05; printf 'b\\n\\nlast \\303'; sleep 0.05; printf '\\244'; echo oops >&2; exit 4`),
    );
    assert.deepEqual(await all(stream), [{ text: "a" }, { text: "bb" }, { text: "" }, { text: "last ä", defect: "unterminated" }]);
    const outcome = await stream.outcome;
    assert.deepEqual([outcome.type, outcome.exitCode, outcome.stdout, outcome.stderr], ["exited", 4, "", "oops\n"]);
  });

  test("streamLines() ends when a grandchild floods a slow reader after the child's exit", async () => {
    const stream = streamLines(shell("yes $(printf %01000d 0) & exit 3"));
    let count = 0;
    for await (const _ of stream) if (count++ % 100 === 0) await sleep(1);
    const { type, exitCode } = await stream.outcome;
    assert.deepEqual([type, exitCode], ["exited", 3]);
  });

  test("streamLines() ends when a grandchild holds the pipes and the reader was behind at the child's exit", async () => {
    const stream = streamLines(shell("seq 1 60000; sleep 62 &"));
    let count = 0;
    for await (const _ of stream) if (count++ === 0) await sleep(200);
    assert.equal(count, 60_000);
    assert.equal((await stream.outcome).type, "exited");
  });

  test("streamLines() stops a process that talks and makes no progress", async () => {
    const stream = streamLines(shell("echo step; while :; do echo idle; sleep 0.02; done"), {
      progressMs: 400,
      isProgress: ({ text }) => text === "step",
    });
    assert.equal((await all(stream))[0]?.text, "step");
    const { type, reason, durationMs } = await stream.outcome;
    assert.deepEqual([type, reason], ["stalled", "Made no progress for 400 ms"]);
    assert.ok(durationMs >= 395, `Stopped after ${durationMs} ms`);
  });

  test("streamLines() lets a process run as long as it makes progress", async () => {
    const options = { progressMs: 1500, isProgress: ({ text }: Line) => text.startsWith("step") };
    const stream = streamLines(shell("for i in 1 2 3 4 5 6 7 8 9; do echo step $i; sleep 0.2; done"), options);
    assert.equal((await all(stream)).length, 9);
    const { type, durationMs } = await stream.outcome;
    assert.ok(durationMs > options.progressMs);
    assert.equal(type, "exited");
  });

  test("streamLines() counts every line as progress when nothing says which, and none that was not ended", async () => {
    const stream = streamLines(shell("for i in 1 2 3 4; do echo $i; sleep 0.1; done; while :; do printf .; sleep 0.05; done"), {
      progressMs: 600,
    });
    assert.equal((await all(stream)).length, 5);
    assert.equal((await stream.outcome).type, "stalled");
  });

  test("streamLines() calls a process not stalled while its reader holds it back", async () => {
    const script = `for (let i = 0; i < 4000; i++) require("fs").writeSync(1, "line " + i + " " + "x".repeat(190) + "\\n")`;
    const stream = streamLines(node(script), { progressMs: 1500 });
    let count = 0;
    for await (const _ of stream) if (count++ === 0) await sleep(2000);
    assert.equal(count, 4000);
    assert.equal((await stream.outcome).type, "exited");
  });

  test("streamLines() settles the outcome at the total time when nobody reads a flood", async () => {
    const outcome = await streamLines({ ...shell("while :; do echo xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx; done"), totalMs: 300 }).outcome;
    assert.equal(outcome.type, "timed-out");
  });
});

async function all(stream: LineStream): Promise<Line[]> {
  const lines: Line[] = [];
  for await (const line of stream) lines.push(line);
  return lines;
}
