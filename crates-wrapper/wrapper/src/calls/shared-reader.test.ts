import assert from "node:assert/strict";
import { test } from "node:test";
import type { Line } from "@lockstep/runtime";
import { all } from "../testing/index.ts";
import { SharedReader } from "./shared-reader.ts";

/** A reader of some lines, and what became of its source; lines with an exclamation mark are for no loop. */
function readerOf(texts: readonly string[]): { readonly reader: SharedReader<string, number>; readonly calls: string[] } {
  const calls: string[] = [];
  async function* lines(): AsyncGenerator<Line> {
    for (const text of texts) yield await Promise.resolve({ text });
  }
  const reader = new SharedReader<string, number>({
    lines: lines(),
    take: ({ text }) => {
      calls.push(text);
      return text.endsWith("!") ? undefined : text;
    },
    leave: async () => calls.push("leave"),
    conclude: async () => calls.push("conclude"),
  });
  return { reader, calls };
}

test("a loop gets every item once, and what is for no loop is taken all the same", async () => {
  const { reader, calls } = readerOf(["1", "2!", "3"]);
  assert.deepEqual(await all(reader), ["1", "3"]);
  assert.deepEqual(await all(reader), []);
  assert.deepEqual(calls, ["1", "2!", "3", "conclude"]);
});

test("result() reads what nobody reads, concludes once, and takes nothing from a loop beside it", async () => {
  const alone = readerOf(["1", "2"]);
  assert.equal(await alone.reader.result(), await alone.reader.result());
  assert.deepEqual(alone.calls, ["1", "2", "conclude"]);
  const beside = readerOf(["1", "2", "3"]);
  const [items] = await Promise.all([all(beside.reader), beside.reader.result()]);
  assert.deepEqual(items, ["1", "2", "3"]);
});

test("a second loop goes on where the first one is", async () => {
  const { reader } = readerOf(["1", "2", "3"]);
  const [first, second] = [reader[Symbol.asyncIterator](), reader[Symbol.asyncIterator]()];
  assert.equal((await first.next()).value, "1");
  assert.equal((await second.next()).value, "2");
  assert.equal((await first.next()).value, "3");
  assert.deepEqual([(await first.next()).done, (await second.next()).done], [true, true]);
});

test("leaving a loop leaves the source, also before its first item", async () => {
  const { reader, calls } = readerOf(["1", "2"]);
  await reader[Symbol.asyncIterator]().return?.();
  assert.deepEqual(calls, ["leave"]);
  for await (const _ of reader) break;
  assert.deepEqual(calls, ["leave", "1", "leave"]);
});
