import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { diskBinaries, diskFiles, npmPackageClient, releaseSources, systemClock, systemHost } from "@lockstep/adapters";
import { runProcess } from "@lockstep/runtime";
import { main } from "../src/main.ts";
import { checkBinaries, type Outcome } from "./conformance-binaries.ts";

const runner: Parameters<typeof main>[1] = {
  world: {
    files: diskFiles(process.cwd()),
    processes: { run: runProcess },
    clock: systemClock,
    packages: npmPackageClient(process.env),
    releases: releaseSources(process.env),
    binaries: diskBinaries(`${process.cwd()}/.cache/artifacts`),
    host: systemHost,
    // The time is given, so that every output is written anew whatever stood there.
    env: { ...process.env, SOURCE_DATE_EPOCH: "0" },
    progress: (line) => void process.stderr.write(`${line}\n`),
  },
  stdout: () => {},
  stderr: () => {},
};

/**
 * The referee: regenerates the outputs of every golden case and compares them byte for byte, and compares our snapshots of
 * real binaries with independent ones. Usage: conformance.ts <corpus>. Prints `N passed, N failed`; fails when it checked
 * nothing.
 */
interface Case {
  readonly agent: string;
  readonly version: string;
  readonly status?: string;
  readonly only?: readonly string[];
  readonly timestamps: readonly string[];
}

const corpus = process.argv[2];
if (corpus === undefined || !existsSync(corpus)) {
  process.stderr.write(`conformance: the corpus "${corpus ?? ""}" does not exist; run: make conformance CORPUS=<folder>\n`);
  process.exitCode = 64;
} else {
  const outcomes = [
    ...(await goldenCases(join(corpus, "golden"))),
    ...(await checkBinaries(join(corpus, "binaries"), runner.world, runXtask)),
  ];
  for (const { name, problem } of outcomes) process.stdout.write(problem === undefined ? `ok    ${name}\n` : `FAIL  ${name}\n${problem}\n`);
  const failed = outcomes.filter(({ problem }) => problem !== undefined).length;
  process.stdout.write(`${String(outcomes.length - failed)} passed, ${String(failed)} failed\n`);
  process.exitCode = failed > 0 || outcomes.length === 0 ? 2 : 0;
}

async function goldenCases(folder: string): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const name of existsSync(folder) ? readdirSync(folder).toSorted() : []) {
    const temporary = mkdtempSync(join(tmpdir(), "conformance-"));
    try {
      outcomes.push(...(await goldenCase(name, join(folder, name), temporary)));
    } finally {
      rmSync(temporary, { recursive: true });
    }
  }
  return outcomes;
}

async function goldenCase(name: string, folder: string, temporary: string): Promise<Outcome[]> {
  const golden = JSON.parse(readFileSync(join(folder, "case.json"), "utf8")) as Case;
  const { agent, version } = golden;
  const expected = join(folder, "root");
  const root = join(temporary, "root");
  cpSync(expected, root, { recursive: true });
  const steps: readonly { readonly step: string; readonly outputs: string; readonly command: readonly string[] }[] = [
    { step: "union", outputs: `snapshots/${version}/union.json`, command: ["union"] },
    { step: "report", outputs: `reports/${version}`, command: ["report"] },
    { step: "version-metadata", outputs: `versions/${version}.json`, command: ["version-metadata", "--status", golden.status ?? ""] },
  ];
  const wanted = steps.filter(({ step }) => golden.only?.includes(step) ?? true);
  for (const { outputs, step } of wanted) if (step !== "version-metadata") rmSync(join(root, outputs), { recursive: true, force: true });
  const outcomes: Outcome[] = [];
  for (const { step, outputs, command } of wanted) {
    const [verb = "", ...rest] = command;
    // The historical spellings where there are any, so that they are refereed too.
    const spelling = agent === "codex" ? [`codex-${verb}`] : agent === "claude_code" ? [`claude-${verb}`] : [verb, "--cli", agent];
    const failure = await runXtask([...spelling, "--root", root, "--version", version, ...rest]);
    outcomes.push({ name: `golden/${name} ${step}`, problem: failure ?? differences(expected, root, outputs, golden.timestamps) });
  }
  return outcomes;
}

async function runXtask(argv: readonly string[]): Promise<string | undefined> {
  let printed = "";
  const print = (text: string): void => void (printed += text);
  const code = await main(argv, { ...runner, stdout: print, stderr: print });
  return code === 0 ? undefined : `xtask ${argv.join(" ")} exited ${String(code)}:\n${printed}`;
}

function differences(expectedRoot: string, actualRoot: string, outputs: string, timestamps: readonly string[]): string | undefined {
  const wanted = listFiles(join(expectedRoot, outputs)).map((path) => relative(expectedRoot, path));
  const found = listFiles(join(actualRoot, outputs)).map((path) => relative(actualRoot, path));
  if (wanted.length === 0) return `no expected file at ${outputs}`;
  if (wanted.join() !== found.join()) return `expected ${wanted.join(", ")}; found ${found.join(", ")}`;
  const different = wanted.flatMap((path) => {
    const expected = readFileSync(join(expectedRoot, path), "utf8");
    const actual = readFileSync(join(actualRoot, path), "utf8");
    return withTimestampsOf(expected, actual, timestamps) === expected
      ? []
      : [`${path}: ${firstDifference(expected, withTimestampsOf(expected, actual, timestamps))}`];
  });
  return different.length === 0 ? undefined : different.join("\n");
}

/** Takes the top-level timestamp fields of the expected text over; everything else has to be equal to the byte. */
function withTimestampsOf(expected: string, actual: string, timestamps: readonly string[]): string {
  return timestamps.reduce((text, field) => {
    const line = new RegExp(`^  "${field}": .*$`, "m");
    const wanted = line.exec(expected)?.[0];
    return wanted === undefined ? text : text.replace(line, () => wanted);
  }, actual);
}

function firstDifference(expected: string, actual: string): string {
  const wanted = expected.split("\n");
  const found = actual.split("\n");
  const line = wanted.findIndex((text, index) => text !== found[index]);
  return `line ${String(line + 1)}: expected ${JSON.stringify(wanted.slice(line, line + 3).join("\n"))}, found ${JSON.stringify(found.slice(line, line + 3).join("\n"))}`;
}

function listFiles(path: string): readonly string[] {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [path];
  const entries = readdirSync(path, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile());
  return entries.map((entry) => join(entry.parentPath, entry.name)).toSorted();
}
