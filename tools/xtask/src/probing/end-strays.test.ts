import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { endStrays } from "./end-strays.ts";

test("endStrays() ends what has the home in its environment, and nothing else", { skip: process.platform !== "linux" }, async () => {
  const home = mkdtempSync(join(tmpdir(), "strays-"));
  const start = (folder: string) =>
    spawn("sleep", ["600"], { detached: true, stdio: "ignore", env: { PATH: process.env["PATH"], HOME: folder } });
  const [daemon, other] = [start(home), start(`${home}-2`)];
  try {
    await Promise.all([once(daemon, "spawn"), once(other, "spawn")]);
    const ended = once(daemon, "exit");
    await endStrays(home);
    assert.deepEqual(await ended, [null, "SIGKILL"]);
    assert.equal(other.exitCode ?? other.signalCode, null);
  } finally {
    daemon.kill("SIGKILL");
    other.kill("SIGKILL");
    rmSync(home, { recursive: true });
  }
});
