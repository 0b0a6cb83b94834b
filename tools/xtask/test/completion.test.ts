import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { linux, mac, memoryFiles, windows } from "@lockstep/testing";
import { completeWords } from "../src/completion/complete-words.ts";
import { shells, shellScripts } from "../src/completion/shell-scripts.ts";
import { optionsWithKind } from "../src/completion/value-names.ts";
import { commandNames, loadCommand } from "../src/commands.ts";
import { assertRefused, documentOf, run, testWorld } from "./run.ts";
import { inputFiles } from "./small-root.ts";

const files = inputFiles(["1.2.0", "1.10.0"]);
files.tree.set("/repo/manifests/other/RULES.json", "{");

/** The words that can stand at the end of a line, split at spaces; paths show as `:files`. */
async function complete(line: string): Promise<readonly string[]> {
  const { candidates, paths } = await completeWords(line.split(" "), files);
  return [...candidates.map(({ value }) => value), ...(paths === undefined ? [] : [`:${paths}`])];
}

const cases: readonly (readonly [what: string, line: string, wanted: readonly string[]])[] = [
  ["commands", "re", ["report", "retain"]],
  ["commands behind a global option", "--verbose re", ["report", "retain"]],
  [
    "commands behind help",
    "help co",
    ["compat", "codegen", "completion"].toSorted((a, b) => commandNames.indexOf(a) - commandNames.indexOf(b)),
  ],
  ["commands with a historical prefix", "claude-repo", ["claude-report"]],
  ["global options", "--v", ["--version", "--verbose"]],
  ["options", "union --ch", ["--check"]],
  ["an option by its historical name", "union --codex", ["--codex-dir"]],
  ["no option twice", "union --check --ch", []],
  ["no option twice by another name", "union --codex-dir x --ro", []],
  ["a list again", "promote --passed-target x --passed", ["--passed-target"]],
  ["the CLIs", "union --cli ", ["other", "tool"]],
  ["the CLIs behind =", "union --cli=t", ["--cli=tool"]],
  ["the CLIs where bash split at =", "union --cli = t", ["tool"]],
  ["the CLIs where bash split at = and nothing follows", "union --cli =", ["other", "tool"]],
  ["the versions, the newest first", "union --cli tool --version ", ["1.10.0", "1.2.0"]],
  ["the versions of a root", "union --root manifests/tool --version 1.1", ["1.10.0"]],
  ["the versions of a root behind = that bash split", "union --root = manifests/tool --version 1.1", ["1.10.0"]],
  ["no versions of a CLI that has none", "union --cli other --version ", []],
  ["the targets", "promote --cli tool --passed-target ", [mac, linux, windows]],
  ["no targets from broken rules", "promote --cli other --passed-target ", []],
  ["choices", "version-metadata --status re", ["reported"]],
  ["the first of the free words", "history b", ["build"]],
  ["no second of them", "history build b", []],
  ["the actions of a lock", "lock ", ["add", "update", "check"]],
  ["the versions to compare with", "pull-request --cli tool --against 1.2", ["1.2.0"]],
  ["the folder of downloaded snapshots", "parity --snapshots ", [":folders"]],
  ["folders", "union --root ", [":folders"]],
  ["files", "union --rules=", [":files"]],
  ["files behind --", "compat --version 1.2.0 -- codex --", [":files"]],
  ["nothing for a time", "union --collected-at ", []],
  ["nothing for an unknown command", "frobnicate ", []],
  ["nothing for the value of a switch", "union --check=", []],
];
for (const [what, line, wanted] of cases) {
  test(`completion gives ${what}: ${line}`, async () => assert.deepEqual(await complete(line), wanted));
}

test("completion offers every option of every command", async () => {
  for (const name of commandNames) {
    const options = Object.entries((await loadCommand(name))?.options ?? {}).filter(
      ([, { type }]) => type !== "words" && type !== "command",
    );
    const offered = await complete(`${name} --`);
    assert.deepEqual(
      options.map(([option]) => `--${option}`).filter((flag) => !offered.includes(flag)),
      [],
      name,
    );
    assert.ok(offered.includes("--json") && offered.includes("--help"), name);
  }
});

test("every option that completion knows a kind of values for belongs to a command", async () => {
  const known = new Set((await Promise.all(commandNames.map(loadCommand))).flatMap((command) => Object.keys(command?.options ?? {})));
  assert.deepEqual(
    optionsWithKind.filter((name) => !known.has(name)),
    [],
  );
});

test("completion --complete prints a line for each candidate, with its description behind a tab", async () => {
  const ran = await run(testWorld(files), ["completion", "--complete", "--", "union", "--che"]);
  assert.match(ran.out, /^--check\t[^\n]+\n$/);
  assert.equal((await run(testWorld(files), ["completion", "--complete", "--", "union", "--root", ""])).out, ":folders\n");
  const document = documentOf(await run(testWorld(files), ["completion", "--complete", "--json", "--", "union", "--rules", ""]));
  assert.deepEqual(document, { schema: "completion.v1", type: "candidates", candidates: [], paths: "files" });
});

for (const shell of shells) {
  test(`completion ${shell} prints its script, which names no command`, async () => {
    assert.equal((await run(testWorld(memoryFiles()), `completion ${shell}`)).out, shellScripts[shell]);
    assert.equal(documentOf(await run(testWorld(memoryFiles()), `completion ${shell} --json`))["script"], shellScripts[shell]);
    assert.doesNotMatch(shellScripts[shell], /snapshot|report/);
  });
}

test("completion is refused when no shell, an unknown one or too much is named", async () => {
  const hint = "  hint: source <(xtask completion bash)\n";
  const refused = (line: string, err: string) => assertRefused(memoryFiles(), line, 64, err);
  await refused("completion", `error[SHELL_UNKNOWN]: No shell is named; name one of bash, zsh, fish\n${hint}`);
  await refused("completion tcsh", `error[SHELL_UNKNOWN]: There is no script for "tcsh"; name one of bash, zsh, fish\n${hint}`);
  await refused(
    "completion bash --complete",
    'error[WORD_UNEXPECTED]: With "--complete" no shell is named, such as "bash"\n  hint: xtask completion --help\n',
  );
  await refused(
    "completion bash -- x",
    'error[WORD_UNEXPECTED]: Words behind "--" belong to the option "--complete"\n  hint: xtask completion --help\n',
  );
});

test("bash completes with the script: words, a value behind =, and a name with a space", { skip: process.platform === "win32" }, () => {
  const source = join(import.meta.dirname, "../src/bin.ts");
  const root = join(import.meta.dirname, "../../..");
  const script = `
    xtask() { "$NODE" --import tsx "$SOURCE" "$@"; }
    source <(xtask completion bash)
    ask() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _xtask_complete; printf '<%s>' "\${COMPREPLY[@]}"; echo; }
    ask xtask repo
    ask xtask union --cli = code
    complete -p xtask
    xtask() { printf 'a b\\tc\\n'; }
    ask xtask ""
  `;
  const { stdout, stderr, status } = spawnSync("bash", ["--norc", "--noprofile", "-c", script], {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, NODE: process.execPath, SOURCE: source },
  });
  assert.equal(status, 0, stderr);
  assert.equal(stdout, "<report>\n<codex>\ncomplete -F _xtask_complete xtask\n<a\\ b>\n");
});
