import assert from "node:assert/strict";
import { test } from "node:test";
import { all } from "../scripted-codex.ts";
import { NotificationQueue } from "./notification-queue.ts";

function queueOf(size: number, items: readonly string[] = []): NotificationQueue<string> {
  const queue = new NotificationQueue<string>(size, () => undefined);
  for (const item of items) queue.push(item, item.length);
  return queue;
}

async function first(queue: NotificationQueue<string>): Promise<string | undefined> {
  for await (const item of queue) return item;
  return undefined;
}

test("NotificationQueue gives each item once, and keeps the unread ones for the next loop", async () => {
  const queue = queueOf(100, ["a", "b", "c"]);
  assert.deepEqual([await first(queue), await first(queue)], ["a", "b"]);
  assert.equal(queue.hasReader, false);
  queue.end();
  assert.deepEqual(await all(queue), ["c"]);
  assert.deepEqual(await all(queue), []);
});

test("NotificationQueue drops the oldest items when it is full, and counts them", async () => {
  const queue = queueOf(4, ["aa", "bb", "cc", "dd", "ee"]);
  assert.deepEqual([queue.isFull, queue.dropped], [true, 3]);
  queue.push("larger than all", 15);
  queue.end();
  assert.deepEqual([queue.dropped, await all(queue)], [5, ["larger than all"]]);
});

test("NotificationQueue wakes loops that wait, by an item and by the end", async () => {
  const queue = queueOf(100);
  const loops = [all(queue), all(queue)];
  await Promise.resolve();
  assert.equal(queue.hasReader, true);
  queue.push("a", 1);
  queue.push("b", 1);
  queue.end();
  assert.deepEqual((await Promise.all(loops)).flat().toSorted(), ["a", "b"]);
  assert.equal(queue.hasReader, false);
});

test("NotificationQueue throws its error in every loop, behind what is unread", async () => {
  const queue = queueOf(100, ["a"]);
  queue.end(new Error("Gone"));
  const loop = queue[Symbol.asyncIterator]();
  assert.deepEqual(await loop.next(), { done: false, value: "a" });
  await assert.rejects(loop.next(), /^Error: Gone$/);
  assert.deepEqual(await loop.next(), { done: true, value: undefined });
  await assert.rejects(first(queue), /^Error: Gone$/);
});

test("NotificationQueue lets a loop be left while it waits", async () => {
  const queue = queueOf(100);
  const loop = queue[Symbol.asyncIterator]();
  const waiting = loop.next();
  await loop.return?.();
  assert.equal((await waiting).done, true);
  queue.push("a", 1);
  assert.equal(await first(queue), "a");
});
