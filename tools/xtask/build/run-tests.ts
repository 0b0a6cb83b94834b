import { execFileSync, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";

/**
 * Runs every test file of the repository whose name ends in `suffix` and returns the exit code. A run without a file fails:
 * `node --test` alone would find nothing and be content.
 */
export function runTests(suffix: ".test.ts" | ".e2e.ts", env: NodeJS.ProcessEnv): number {
  const listed = execFileSync("git", ["ls-files", "-co", "--exclude-standard", "-z", "--", `*${suffix}`], { encoding: "utf8" });
  const files = listed.split("\0").filter((file) => file !== "" && existsSync(file));
  if (files.length === 0) {
    process.stderr.write(`tests: no file *${suffix} found\n`);
    return 1;
  }
  // Node leaves a core free, which on two cores is half of them. End-to-end tests look at what all processes leave behind.
  const concurrency = suffix === ".test.ts" ? [`--test-concurrency=${String(availableParallelism())}`] : [];
  // The longest file stands at the end of the list; started last it would run alone.
  const args = ["--import", "tsx", "--test", ...concurrency, "--test-reporter=spec", ...files.toReversed()];
  return spawnSync(process.execPath, args, { stdio: "inherit", env }).status ?? 1;
}

if (import.meta.filename === process.argv[1])
  process.exitCode = runTests(process.argv[2] === ".e2e.ts" ? ".e2e.ts" : ".test.ts", process.env);
