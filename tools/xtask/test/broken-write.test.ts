import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, readlink, rm, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

const bin = join(import.meta.dirname, "../src/bin.ts");

test("any command, but no help, first undoes what a killed one began to write, and says so once", async () => {
  const folder = await mkdtemp(join(tmpdir(), "broken-write-"));
  try {
    const [done, waiting] = ["current.json", "latest_validated.txt"].map((name) => join(folder, name));
    assert.ok(done !== undefined && waiting !== undefined);
    await writeFile(done, "new\n");
    await writeFile(`${done}.1.old`, "old\n");
    await writeFile(waiting, "old\n");
    await writeFile(`${waiting}.1.tmp`, "new\n");
    const sha256 = createHash("sha256").update("new\n").digest("hex");
    const entries = [done, waiting].map((path) => ({ path, temporary: `${path}.1.tmp`, former: `${path}.1.old`, hasFormer: true, sha256 }));
    await mkdir(join(folder, "cache/lockstep/writes"), { recursive: true });
    const numbers = await readlink("/proc/self/ns/pid").catch(() => "");
    // No process has this number.
    await writeFile(join(folder, "cache/lockstep/writes/1.json"), JSON.stringify({ pid: 2 ** 22 + 1, host: hostname(), numbers, entries }));
    const call = (...words: readonly string[]) =>
      spawnSync(process.execPath, ["--import", "tsx", bin, ...words], {
        encoding: "utf8",
        env: { ...process.env, XDG_CACHE_HOME: join(folder, "cache") },
      });
    for (const words of [["--version"], ["--help"], ["watch", "--help"], ["watch", "--no"]]) {
      call(...words);
      assert.deepEqual(await readFile(done, "utf8"), "new\n", words.join(" "));
    }
    const first = call("completion", "bash");
    assert.equal(first.stderr, `A write that was broken off is undone; as before are: ${done}\n`);
    assert.equal(first.status, 0);
    assert.deepEqual(await Promise.all([done, waiting].map((path) => readFile(path, "utf8"))), ["old\n", "old\n"]);
    assert.deepEqual((await readdir(folder)).toSorted(), ["cache", "current.json", "latest_validated.txt"]);
    assert.equal(call("completion", "bash").stderr, "");
  } finally {
    await rm(folder, { recursive: true });
  }
});
