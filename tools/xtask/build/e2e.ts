import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { availableParallelism } from "node:os";
import { delimiter } from "node:path";
import { text } from "node:stream/consumers";
import { systemHost } from "@lockstep/adapters";
import { testPrograms } from "../src/doctor/programs.ts";
import { taskPool } from "../src/probing/process-pool.ts";
import { pinnedClis, pinnedVersions } from "./pinned-version.ts";
import { runTests } from "./run-tests.ts";

/** Programs that the tests need on Linux, as `xtask doctor` tells them. */
const systemPackages = testPrograms.filter(({ applies }) => applies?.(systemHost) ?? true);

process.exitCode = await endToEnd();

/** Provides the real binaries of every pinned version and what else the tests need, runs every `*.e2e.ts`, and returns the exit code. */
async function endToEnd(): Promise<number> {
  if (!provideSystemPackages()) return 1;
  const env = { ...process.env };
  // npm spends its time on computing, so more processes than cores are no faster.
  const pool = taskPool(availableParallelism());
  const acquired = await Promise.all(
    pinnedClis().map(async (cli) => ({
      cli,
      binaries: await Promise.all(pinnedVersions(cli).map((version) => pool(() => acquire(cli, version)))),
    })),
  );
  for (const { cli, binaries } of acquired) {
    if (!binaries.every((binary) => binary !== undefined)) return 1;
    // Such as CODEX_BINARIES for all pinned versions, ascending, and two of them by themselves.
    const name = cli.toUpperCase().replaceAll("-", "_");
    env[`${name}_BINARIES`] = binaries.join(delimiter);
    env[`${name}_BINARY`] = binaries.at(-1);
    env[`${name}_BINARY_OLDEST`] = binaries[0];
  }
  return runTests(".e2e.ts", env);
}

async function acquire(cli: string, version: string): Promise<string | undefined> {
  const argv = ["--import", "tsx", "tools/xtask/src/bin.ts", "acquire", "--cli", cli, "--version", version];
  const child = spawn(process.execPath, argv, { stdio: ["ignore", "pipe", "inherit"] });
  const [path, [status]] = await Promise.all([text(child.stdout), once(child, "close") as Promise<[number | null]>]);
  if (status === 0) return path.trim();
  process.stderr.write(`e2e: ${cli} ${version} could not be acquired\n`);
  return undefined;
}

/** Installs what is missing; says what stands in the way and returns false when it cannot. */
function provideSystemPackages(): boolean {
  if (process.platform !== "linux") return true;
  const missing = systemPackages.filter(({ program, answers = ["--version"] }) => !has(program, ...answers));
  if (missing.length === 0) return true;
  const names = missing.map(({ debianPackage }) => debianPackage);
  const needed = `e2e: the tests need ${missing.map(({ program, debianPackage }) => `${program} (Debian package ${debianPackage})`).join(" and ")}`;
  if (!has("apt-get", "--version")) {
    process.stderr.write(`${needed}; install it with this system's package manager\n`);
    return false;
  }
  const sudo = process.getuid?.() === 0 ? [] : ["sudo", "-n"];
  if (sudo.length > 0 && !has("sudo", "-n", "true")) {
    process.stderr.write(`${needed}; installing it needs root: sudo apt-get install ${names.join(" ")}\n`);
    return false;
  }
  process.stderr.write(`e2e: installing ${names.join(" ")} with apt-get\n`);
  for (const words of [["update"], ["install", "--no-install-recommends", "-y", ...names]]) {
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

function has(command: string, ...args: string[]): boolean {
  return spawnSync(command, args, { stdio: "ignore" }).status === 0;
}
