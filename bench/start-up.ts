import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { median } from "./timing/stopwatch.ts";

/**
 * Compares cold starts of the distributed file with a bare `node -e 0`, in turns, as whole processes. Needs `make dist`. Usage:
 * `tsx bench/start-up.ts [--rounds 15]`. Prints medians and ratios; fails when `validate --all` misses its aim.
 */
const AIM = 3;

const bundle = resolve(import.meta.dirname, "../dist/xtask.mjs");
const at = process.argv.indexOf("--rounds");
const rounds = at === -1 ? 15 : Number(process.argv[at + 1]);

const lines: Readonly<Record<string, readonly string[]>> = {
  "node -e 0": ["-e", "0"],
  "xtask --version": [bundle, "--version"],
  "xtask --help": [bundle, "--help"],
  "xtask union --help": [bundle, "union", "--help"],
  "xtask validate --all": [bundle, "validate", "--all"],
};

if (existsSync(bundle)) process.exitCode = bench();
else {
  process.stderr.write("bench: dist/xtask.mjs does not exist; run: make dist\n");
  process.exitCode = 64;
}

function bench(): number {
  const times = new Map(Object.keys(lines).map((name) => [name, [] as number[]]));
  for (const args of Object.values(lines)) run(args);
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, args] of Object.entries(lines)) times.get(name)?.push(run(args));
  }
  const bare = median(times.get("node -e 0") ?? []);
  for (const [name, all] of times)
    process.stdout.write(`${name.padEnd(22)} ${median(all).toFixed(1).padStart(7)} ms  ${(median(all) / bare).toFixed(2)} x\n`);
  const ratio = median(times.get("xtask validate --all") ?? []) / bare;
  process.stdout.write(`cold validate --all: ${ratio.toFixed(2)} x a bare node, aim ${String(AIM)} x\n`);
  return ratio <= AIM ? 0 : 2;
}

/** Milliseconds of one whole process. Throws when it fails, because a failing run measures nothing. */
function run(args: readonly string[]): number {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: resolve(import.meta.dirname, ".."), encoding: "utf8" });
  const milliseconds = performance.now() - start;
  if (status !== 0) throw new Error(`node ${args.join(" ")} exited ${String(status)}: ${stderr}`);
  return milliseconds;
}
