import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { globSync } from "glob";

const root = join(import.meta.dirname, "../../..");
const read = (path: string): string => readFileSync(join(root, path), "utf8");

// What is particular about a CLI stands in its wrapper and its manifest root; everything else takes it as data.

/** The words that name a tracked CLI: what calls it, and who makes it. */
const names = new RegExp(
  [
    ...globSync("manifests/*/cli.json", { cwd: root }).map((path) => (JSON.parse(read(path)) as { readonly binary: string }).binary),
    "openai",
    "anthropic",
  ].join("|"),
  "i",
);

test("the names are those of all tracked CLIs", () => {
  for (const name of ["codex", "CLAUDE_CONFIG_DIR", "OpenAI"]) assert.match(name, names);
  assert.doesNotMatch("xtask of a tool", names);
});

test("no file of what every wrapper is made of names a CLI", () => {
  const ownFiles = globSync("crates-wrapper/wrapper/{package.json,src/**/*.ts}", { cwd: root });
  // The tests of the runtime show it with variables that real programs have.
  const runtimeFiles = globSync("crates-wrapper/runtime/{package.json,src/**/*.ts}", { cwd: root, ignore: "**/*.test.ts" });
  assert.ok(ownFiles.length > 1 && runtimeFiles.length > 1);
  assert.deepEqual(
    [...ownFiles, ...runtimeFiles].flatMap(naming).map(({ path, line }) => `${path}: ${line}`),
    [],
  );
});

/** The lines of the tools that name a CLI all the same, and why. */
const exceptions: readonly (readonly [paths: RegExp, lines: RegExp, reason: string])[] = [
  [/./, /^\s*(?:\*|\/\/|\/\*\*)/, "Comments say on which releases a rule was seen to hold."],
  [/\/src\/commands\/[\w-]+\.ts$/, /^\s*(?:examples: \[)?"xtask /, "The examples of a help are calls that work."],
  [
    /\/xtask\/src\/(?:find-command|cli-root|main)\.ts$/,
    /"codex-|"claude-|`xtask codex-/,
    "The historical commands and flags have the name of a CLI in them.",
  ],
  [/\/commands\/snapshot\.ts$/, /aliases: \["codex-binary"\]/, "The historical flag of the command that took the snapshots of one CLI."],
  [
    /\/xtask\/src\/cli-root\.ts$/,
    /default: "codex"|wanted: "a name like /,
    "The first CLI is the default of `--cli`, and the example of a name.",
  ],
  [/\/probing\/destination\.ts$/, /^\s*hint: "For example: /, "The example of a hint is a path that exists."],
  [/\/validate\/render-codes\.ts$/, /start with the root's folder below /, "The example of a path is one that exists."],
];

test("no line of the tools names a CLI, but for the exceptions of this test, and each of those is needed", () => {
  const files = globSync("tools/*/src/**/*.ts", { cwd: root, ignore: ["**/*.test.ts", "**/fixtures/**"] });
  assert.ok(files.length > 100);
  const found = files.flatMap(naming);
  const isExcepted = ([paths, lines]: (typeof exceptions)[number], { path, line }: Naming): boolean => paths.test(path) && lines.test(line);
  assert.deepEqual(
    found.filter((each) => !exceptions.some((exception) => isExcepted(exception, each))).map(({ path, line }) => `${path}: ${line}`),
    [],
  );
  assert.deepEqual(
    exceptions.filter((exception) => !found.some((each) => isExcepted(exception, each))).map(([, , reason]) => reason),
    [],
  );
});

interface Naming {
  readonly path: string;
  readonly line: string;
}

/** The lines of a file that name a CLI. */
function naming(path: string): Naming[] {
  return read(path)
    .split("\n")
    .filter((line) => names.test(line))
    .map((line) => ({ path, line }));
}
