import assert from "node:assert/strict";
import { test } from "node:test";
import type { Files } from "@lockstep/kernel";
import { memoryFiles } from "@lockstep/testing";
import { readTree, treeSha256 } from "../src/acquisition/package-tree.ts";
import { ProbeCache } from "../src/probing/probe-cache.ts";
import { scriptKeyOf } from "../src/probing/script.ts";

const script = { type: "package", folder: "package", identity: "1", interpreter: "node 24" } as const;

test("scriptKeyOf() has the digest of all files, which are read once", async () => {
  const files = memoryFiles({ "package/a.js": "a", "package/lib/b.js": "b" });
  const tree = await readTree(files, "package");
  assert.equal(tree?.size, 2);
  const key = { treeSha256: treeSha256(tree), interpreter: "node 24" };
  const cache = new ProbeCache(files, true);
  assert.deepEqual(await scriptKeyOf(files, cache, script), key);
  const unread: Files = { ...files, list: () => assert.fail("the files are read again") };
  assert.deepEqual(await scriptKeyOf(unread, cache, script), key);
});

test("scriptKeyOf() knows nothing of a package whose files cannot all be read, and remembers no digest for it", async () => {
  const files = memoryFiles({ "package/a.js": "a" });
  const cache = new ProbeCache(files, true);
  const unreadable: Files = { ...files, list: async () => [{ name: "link", type: "other" }] };
  assert.equal(await scriptKeyOf(unreadable, cache, script), undefined);
  assert.equal(await cache.readHash(script.folder, script.identity), undefined);
});
