import { spawnSync } from "node:child_process";
import { pinnedVersion } from "./pinned-version.ts";
import { runTests } from "./run-tests.ts";

process.exitCode = endToEnd();

/** Provides the real binaries and qemu, runs every `*.e2e.ts`, and returns the exit code. */
function endToEnd(): number {
  if (!provideQemu()) return 1;
  const newest = acquire(pinnedVersion("codex", "newest"));
  const oldest = acquire(pinnedVersion("codex", "oldest"));
  if (newest === undefined || oldest === undefined) return 1;
  return runTests(".e2e.ts", { ...process.env, CODEX_BINARY: newest, CODEX_BINARY_OLDEST: oldest });
}

function acquire(version: string): string | undefined {
  const argv = ["--import", "tsx", "tools/xtask/src/bin.ts", "acquire", "--cli", "codex", "--version", version];
  const { status, stdout } = spawnSync(process.execPath, argv, { stdio: ["ignore", "pipe", "inherit"], encoding: "utf8" });
  if (status === 0) return stdout.trim();
  process.stderr.write(`e2e: codex ${version} could not be acquired\n`);
  return undefined;
}

/** Linux arm64 binaries run through it on other Linux machines. */
function provideQemu(): boolean {
  const has = (command: string, ...args: string[]): boolean => spawnSync(command, args, { stdio: "ignore" }).status === 0;
  if (process.platform !== "linux" || process.arch === "arm64" || has("qemu-aarch64-static", "--version")) return true;
  const needed = "e2e: the tests of arm64 binaries need qemu-aarch64-static (Debian package qemu-user-static)";
  if (!has("apt-get", "--version")) {
    process.stderr.write(`${needed}; install it with this system's package manager\n`);
    return false;
  }
  const sudo = process.getuid?.() === 0 ? [] : ["sudo", "-n"];
  if (sudo.length > 0 && !has("sudo", "-n", "true")) {
    process.stderr.write(`${needed}; installing it needs root: sudo apt-get install qemu-user-static\n`);
    return false;
  }
  process.stderr.write("e2e: installing the Debian package qemu-user-static\n");
  for (const words of [["update"], ["install", "--no-install-recommends", "-y", "qemu-user-static"]]) {
    const [file = "", ...args] = [...sudo, "apt-get", "-qq", ...words];
    const { status, stdout, stderr } = spawnSync(file, args, {
      encoding: "utf8",
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    });
    if (status === 0) continue;
    process.stderr.write(`${stdout}${stderr}${needed}; "apt-get ${words.join(" ")}" failed\n`);
    return false;
  }
  return true;
}
