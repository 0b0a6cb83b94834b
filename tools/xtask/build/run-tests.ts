import { execFileSync, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { resolve } from "node:path";

const tsx = ["--import", "tsx"];

/** What makes many short files fast. What end-to-end tests start inherits nothing. */
const quick = {
  args: [
    // Node that reads TypeScript itself starts in half the time.
    ...(process.features.typescript === false ? tsx : []),
    // By itself Node leaves a core free, which on two cores is half of them; and some files wait for what they started.
    `--test-concurrency=${String(availableParallelism() + 1)}`,
  ],
  // What one file has compiled, the next one has ready.
  env: { NODE_COMPILE_CACHE: resolve(import.meta.dirname, "../../../node_modules/.cache/node-compile") },
};

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
  // The longest file stands at the end of the list; started last it would run alone.
  const args = ["--test", "--test-reporter=spec", ...files.toReversed()];
  // Those wait for nothing but what they started, which takes a core by itself.
  const options = suffix === ".test.ts" ? quick : { args: [...tsx, `--test-concurrency=${String(availableParallelism())}`], env: {} };
  return spawnSync(process.execPath, [...options.args, ...args], { stdio: "inherit", env: { ...options.env, ...env } }).status ?? 1;
}

if (import.meta.filename === process.argv[1])
  process.exitCode = runTests(process.argv[2] === ".e2e.ts" ? ".e2e.ts" : ".test.ts", process.env);
