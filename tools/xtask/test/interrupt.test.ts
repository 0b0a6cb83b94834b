import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

const repository = join(import.meta.dirname, "../../..");

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  test(`${signal} ends a snapshot with 130, kills what it started, and leaves nothing behind`, { timeout: 30_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), "interrupt-"));
    try {
      const binary = join(folder, "slow");
      // It says that it runs, and then hangs with a child of its own.
      writeFileSync(binary, `#!/bin/sh\necho "$$" >>"${folder}/started"\nsleep 60 &\nwait\n`);
      chmodSync(binary, 0o755);
      mkdirSync(join(folder, "root"));
      cpSync(join(repository, "manifests/codex/cli.json"), join(folder, "root/cli.json"));
      const words = [
        "snapshot",
        "--root",
        "root",
        "--binary",
        binary,
        "--out-dir",
        "out",
        "--raw-help-target",
        "x86_64-unknown-linux-musl",
      ];
      const child = spawn(
        process.execPath,
        ["--import", import.meta.resolve("tsx"), join(repository, "tools/xtask/src/bin.ts"), ...words],
        {
          cwd: folder,
          env: { ...process.env, XDG_CACHE_HOME: join(folder, "cache") },
          stdio: ["ignore", "pipe", "pipe"],
        },
      );
      const closed = once(child, "close");
      let err = "";
      child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString("utf8")));
      while (!existsSync(join(folder, "started")) && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 20));
      child.kill(signal);
      const [code] = (await closed) as [number | null];
      assert.equal(code, 130, err);
      assert.match(err, new RegExp(`error\\[INTERRUPTED\\]: Interrupted by ${signal}\\n {2}hint: `));
      assert.deepEqual(readdirSync(join(folder, "cache/lockstep/scratch")), []);
      assert.equal(existsSync(join(folder, "out/current.json")), false);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
}
