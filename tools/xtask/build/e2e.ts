import { spawnSync } from "node:child_process";
import { delimiter } from "node:path";
import { pinnedClis, pinnedVersions } from "./pinned-version.ts";
import { runTests } from "./run-tests.ts";

process.exitCode = endToEnd();

/** Provides the real binaries of every pinned version and qemu, runs every `*.e2e.ts`, and returns the exit code. */
function endToEnd(): number {
  if (!provideQemu()) return 1;
  const env = { ...process.env };
  for (const cli of pinnedClis()) {
    const binaries: string[] = [];
    for (const version of pinnedVersions(cli)) {
      const binary = acquire(cli, version);
      if (binary === undefined) return 1;
      binaries.push(binary);
    }
    // Such as CODEX_BINARIES for all pinned versions, ascending, and two of them by themselves.
    const name = cli.toUpperCase().replaceAll("-", "_");
    env[`${name}_BINARIES`] = binaries.join(delimiter);
    env[`${name}_BINARY`] = binaries.at(-1);
    env[`${name}_BINARY_OLDEST`] = binaries[0];
  }
  return runTests(".e2e.ts", env);
}

function acquire(cli: string, version: string): string | undefined {
  const argv = ["--import", "tsx", "tools/xtask/src/bin.ts", "acquire", "--cli", cli, "--version", version];
  const { status, stdout } = spawnSync(process.execPath, argv, { stdio: ["ignore", "pipe", "inherit"], encoding: "utf8" });
  if (status === 0) return stdout.trim();
  process.stderr.write(`e2e: ${cli} ${version} could not be acquired\n`);
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
