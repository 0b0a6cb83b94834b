import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test, type TestContext } from "node:test";
import { parseContract, type Recording, type WrapperScenarios } from "@lockstep/contracts";

const repository = join(import.meta.dirname, "../../../..");
const platform = process.arch === "arm64" ? { npm: "linux-arm64", triple: "aarch64" } : { npm: "linux-x64", triple: "x86_64" };
const capturedRun = "crates-wrapper/codex/src/events/fixtures/0.169.0/commands.jsonl";

/** An SDK with a field report: the script of `docs/field-reports/<name>` sets all its options. */
interface Sdk {
  readonly name: string;
  readonly cli: string;
  readonly version: string;
  /** The file that it starts, in its own packages. */
  readonly own: string;
  readonly answers: string;
  /** The variable that makes the script use the SDK's option for the path instead. */
  readonly pathOption: string;
  readonly binary: string;
  /** The commands that it calls, whose helps may show a flag. */
  readonly commands: readonly (readonly string[])[];
}
const sdks: readonly Sdk[] = [
  {
    name: "codex-sdk",
    cli: "codex",
    version: "0.163.0",
    own: `node_modules/@openai/codex-${platform.npm}/vendor/${platform.triple}-unknown-linux-musl/bin/codex`,
    answers: capturedRun,
    pathOption: "CODEX_SDK_PATH_OPTION",
    binary: "CODEX_BINARY",
    commands: [[], ["exec"], ["exec", "resume"]],
  },
  {
    name: "claude-agent-sdk",
    cli: "claude_code",
    version: "0.3.332",
    own: `node_modules/@anthropic-ai/claude-agent-sdk-${platform.npm}/claude`,
    answers: "docs/field-reports/claude-agent-sdk/answer.mjs",
    pathOption: "CLAUDE_SDK_PATH_OPTION",
    binary: "CLAUDE_CODE_BINARY",
    commands: [[]],
  },
];

for (const sdk of sdks) {
  test(`${sdk.name} emits what its field report says, at its own path and through its option`, { timeout: 600_000 }, (t) => {
    const project = install(sdk);
    const own = record(t, sdk, ["--project", project, "--replace", sdk.own, "--binary", binaryOf(sdk)], ["node", "calls.mjs"]);
    const committed = readFileSync(join(repository, "docs/field-reports", sdk.name, "scenarios.json"), "utf8");
    assert.equal(own.text, committed, `The recording of ${sdk.name} differs from its field report`);
    const given = record(t, sdk, [], ["sh", "-c", `cd '${project}' && ${sdk.pathOption}=1 node calls.mjs`]);
    const missing = flagsOf(own.document).filter((flag) => !flagsOf(given.document).includes(flag));
    assert.deepEqual(missing, [], "a flag is emitted at the SDK's own path alone");
    if (sdk.name === "claude-agent-sdk") {
      // Resuming waits for `initialize` only where the SDK starts the program of its own package.
      const callsWith = (recording: Recording): number => recording.unshown.find(({ key }) => key === "--await-initialize")?.calls ?? 0;
      assert.ok(callsWith(own.document.recording) > callsWith(given.document.recording));
    }
  });

  test(`the recording of ${sdk.name} names every flag that it emits and no help shows`, { timeout: 600_000 }, (t) => {
    const project = install(sdk);
    const emitted = emittedFlags(t, sdk, project);
    const help = sdk.commands.map((path) => helpOf(sdk, path)).join("\n");
    // Descriptions mention flags that are listed nowhere.
    const listed = help
      .split("\n")
      .flatMap((line) => (/^\s+-/.test(line) ? (/^\s+(\S+(?: \S+)*)/.exec(line)?.[1]?.split(/[\s,=[<]+/) ?? []) : []));
    const unshown = emitted.filter((flag) => !listed.includes(flag));
    const { recording } = parse(readFileSync(join(repository, "docs/field-reports", sdk.name, "scenarios.json"), "utf8"));
    assert.ok(unshown.length > 0);
    assert.deepEqual(recording.unshown.flatMap(({ key }) => key ?? []).toSorted(), unshown);
    assert.deepEqual([...new Set(recording.unshown.map(({ state }) => state))], ["hidden"]);
    t.diagnostic(`${sdk.name} emits ${String(emitted.length)} flags, of which no help shows ${unshown.join(" ")}`);
  });
}

const examples = [
  { name: "python", command: ["python3", "-B", "-m", "unittest", "discover", "-s", "examples/python"] },
  { name: "rust", command: ["cargo", "test", "--quiet", "--offline", "--manifest-path", "examples/rust/Cargo.toml"] },
];
for (const { name, command } of examples) {
  test(`the wrapper in examples/${name} is measured by its own tests`, { timeout: 600_000 }, (t) => {
    const folder = temporary(t);
    const out = join(folder, "out.json");
    const ran = xtask(
      ["wrapper-coverage", "--record", "--wrapper-version=0.1.0", `--answers=${capturedRun}`, `--out=${out}`, "--", ...command],
      { CARGO_TARGET_DIR: join(folder, "target") },
    );
    assert.equal(ran.status, 0, ran.stderr);
    const { scenarios, recording } = parse(readFileSync(out, "utf8"));
    assert.deepEqual([recording.unshown, recording.environment], [[], []]);
    const commands = scenarios.map(({ argv }) => argv.map(({ token }) => token).join(" "));
    assert.ok(
      commands.some((line) => line.startsWith("exec --json") && line.endsWith(" resume value -")),
      commands.join("\n"),
    );
    const coverage = join(folder, "coverage.json");
    const derived = xtask(["wrapper-coverage", `--from=cat ${out}`, `--out=${coverage}`]);
    assert.equal(derived.status, 0, derived.stderr);
    const queue = xtask(["report", "--version=0.169.0", "--show", "--command=exec", `--coverage=${coverage}`, "--json"]);
    assert.equal(queue.status, 0, queue.stderr);
    assert.match(queue.stdout, /"key":"--output-last-message"/);
    assert.doesNotMatch(queue.stdout, /"delta":"missing_flags","path":\["exec"\],"key":"--json"/);
  });
}

function xtask(
  argv: readonly string[],
  env: Readonly<Record<string, string>> = {},
): { status: number | null; stdout: string; stderr: string } {
  const words = ["--import", "tsx", "tools/xtask/src/bin.ts", ...argv];
  return spawnSync(process.execPath, words, { cwd: repository, encoding: "utf8", env: { ...process.env, ...env } });
}

function record(
  t: TestContext,
  { cli, version, answers }: Sdk,
  options: readonly string[],
  command: readonly string[],
): { readonly text: string; readonly document: WrapperScenarios & { readonly recording: Recording } } {
  const out = join(temporary(t), "out.json");
  const line = ["--cli", cli, "--wrapper-version", version, "--answers", answers, ...options, "--out", out, "--", ...command];
  const ran = xtask(["wrapper-coverage", "--record", ...line]);
  assert.equal(ran.status, 0, `${ran.stdout}\n${ran.stderr}`);
  const text = readFileSync(out, "utf8");
  return { text, document: parse(text) };
}

function parse(text: string): WrapperScenarios & { readonly recording: Recording } {
  const document = parseContract("WrapperScenarios", "out.json", text);
  assert.ok(document.recording !== undefined);
  return { ...document, recording: document.recording };
}

const projects = new Map<string, string>();
after(() => {
  for (const project of projects.values()) rmSync(project, { recursive: true, force: true, maxRetries: 5 });
});

/** A project with the SDK and the script, installed once. */
function install({ name }: Sdk): string {
  const earlier = projects.get(name);
  if (earlier !== undefined) return earlier;
  const project = mkdtempSync(join(tmpdir(), `record-${name}-`));
  projects.set(name, project);
  cpSync(join(repository, "docs/field-reports", name), project, { recursive: true });
  const { status, stderr } = spawnSync("npm", ["install", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: project,
    encoding: "utf8",
  });
  assert.equal(status, 0, stderr);
  return project;
}

/** What the script's calls have that begins with a dash, without values, by a logger that has nothing to do with the recorder. */
function emittedFlags(t: TestContext, { name, answers, pathOption }: Sdk, project: string): readonly string[] {
  const folder = temporary(t);
  const logger = join(folder, "logger");
  const answer = name === "codex-sdk" ? `cat >/dev/null; cat '${join(repository, answers)}'` : `exec '${join(repository, answers)}' "$@"`;
  writeFileSync(logger, `#!/bin/sh\nfor word in "$@"; do printf '%s\\n' "\${word%%=*}" >>'${folder}/log'; done\n${answer}\n`);
  chmodSync(logger, 0o755);
  const env = { ...process.env, [pathOption]: "1", XTASK_STAND_IN: logger };
  const { status, stderr } = spawnSync("node", ["calls.mjs"], { cwd: project, encoding: "utf8", env });
  assert.equal(status, 0, stderr.slice(-2000));
  const words = readFileSync(join(folder, "log"), "utf8").split("\n");
  return [...new Set(words.filter((word) => /^--?[a-z]/.test(word)))].toSorted();
}

function flagsOf({
  scenarios,
  recording,
}: {
  readonly scenarios: WrapperScenarios["scenarios"];
  readonly recording: Recording;
}): readonly string[] {
  const tokens = scenarios
    .flatMap(({ argv }) => argv.map(({ token }) => token.split("=", 1)[0] ?? ""))
    .filter((token) => token.startsWith("--"));
  return [...new Set([...tokens, ...recording.unshown.flatMap(({ key }) => key ?? [])])].toSorted();
}

function helpOf(sdk: Sdk, path: readonly string[]): string {
  const home = mkdtempSync(join(tmpdir(), "help-"));
  try {
    const env = { PATH: process.env["PATH"] ?? "", HOME: home, CODEX_HOME: home, CLAUDE_CONFIG_DIR: home };
    return spawnSync(binaryOf(sdk), [...path, "--help"], { encoding: "utf8", env }).stdout;
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

function binaryOf({ binary }: Sdk): string {
  const path = process.env[binary];
  assert.ok(path, `${binary} is not set, wanted the path of the newest pinned binary`);
  return path;
}

function temporary(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "record-e2e-"));
  t.after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}
