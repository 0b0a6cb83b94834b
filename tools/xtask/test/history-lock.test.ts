import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdir, stat, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { repository } from "./acquire-world.ts";
import { filesBelow, keptHistory, registry, scripts, writeTool, xtask } from "./history-world.ts";

test("history build is refused while another process builds the history of the CLI, and not by one that is dead", async () => {
  await writeTool();
  const lock = join(repository, ".cache/history/tool/build.lock");
  await mkdir(dirname(lock), { recursive: true });
  await writeFile(lock, `process ${String(process.ppid)} on ${hostname()}, 00ff\n`);
  const packages = registry();
  const refused = await xtask("history build --last 1", packages);
  assert.equal(refused.code, 75);
  assert.match(
    refused.err,
    new RegExp(
      `error\\[HISTORY_BUSY\\]: The history of tool is being built already, by process ${String(process.ppid)} on .*\n  hint: .*xtask history show --cli tool`,
    ),
  );
  assert.deepEqual(packages.fetched, []);
  assert.equal((await xtask("history show")).code, 3);
  await writeFile(lock, `process ${String(spawnSync("true").pid)} on ${hostname()}, 00ff\n`);
  assert.equal((await xtask("history build --last 1", packages)).code, 0);
  await assert.rejects(stat(lock), { code: "ENOENT" });
});

test("history build lets one of several builds through that begin at once", async () => {
  await writeTool();
  const packages = registry();
  const ran = await Promise.all([1, 2, 3].map(() => xtask("history build --versions ..1.3.0", packages)));
  assert.deepEqual(
    ran.map(({ code }) => code).toSorted((a, b) => a - b),
    [0, 75, 75],
  );
  assert.deepEqual(packages.fetched, Object.keys(scripts));
  assert.equal((await keptHistory()).size, 4);
  assert.deepEqual(
    (await filesBelow(".cache/history/tool")).filter((path) => path.includes(".lock")),
    [],
  );
});
