import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { test } from "node:test";
import { diskBinaries, diskFiles, npmPackageClient, releaseSources, systemClock, systemHost } from "@lockstep/adapters";
import type { Finding } from "@lockstep/parity/diff";
import type { Processes } from "@lockstep/kernel";
import { runProcess } from "@lockstep/runtime";
import { main } from "../src/main.ts";
import { documentOf } from "./run.ts";

/** What a diff says of real binaries, and that no replay of what it says contradicts it. */
const repository = resolve(import.meta.dirname, "../../..");

interface Document {
  readonly after: string;
  readonly findings: readonly (Pick<Finding, "severity" | "because"> & {
    readonly code: string;
    readonly impact: string;
    readonly unit: { readonly path: readonly string[]; readonly name: string | null };
    readonly witness: Exclude<Finding["witness"], undefined> | null;
  })[];
}

const requests: string[] = [];
const processes: Processes = {
  run: (request) => {
    requests.push([request.file, ...request.args, request.stdin ?? ""].join(" "));
    return runProcess(request);
  },
};

async function xtask(...words: readonly string[]): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  let [out, err] = ["", ""];
  const files = diskFiles(repository);
  const code = await main(words, {
    world: {
      files,
      processes,
      clock: systemClock,
      packages: npmPackageClient(process.env),
      releases: releaseSources(process.env),
      binaries: diskBinaries(resolve(repository, ".cache/artifacts")),
      host: systemHost,
      env: process.env,
      progress: () => {},
    },
    stdout: (text) => void (out += text),
    stderr: (text) => void (err += text),
  });
  return { code, out, err };
}

async function acquire(cli: string, version: string): Promise<string> {
  const { code, out, err } = await xtask("acquire", "--cli", cli, "--version", version);
  assert.equal(code, 0, err);
  return out.trim();
}

const unitOf = ({ unit }: Document["findings"][number]): string => [...unit.path, unit.name ?? ""].join(" ").trim();

test("diff replays what breaks between codex 0.125.0 and 0.169.0 with both binaries, and nothing contradicts it", async () => {
  for (const version of ["0.125.0", "0.169.0"]) await acquire("codex", version);
  requests.length = 0;
  const ran = await xtask("diff", "0.125.0", "0.169.0", "--all", "--json");
  assert.equal(ran.code, 2, ran.err);
  const { findings } = documentOf(ran) as unknown as Document;
  const gone = findings.find((finding) => finding.code === "flag-removed" && unitOf(finding) === "exec --full-auto");
  assert.equal(gone?.severity, "breaking");
  const { words, verdict, before, after, problem } = gone.witness ?? {};
  assert.deepEqual([words, verdict, problem], [["exec", "--full-auto", "--help", "--help"], "confirmed", null]);
  assert.deepEqual([before?.exitCode, before?.helpOf], [0, "codex exec"]);
  assert.deepEqual([after?.exitCode, after?.firstLine], [2, "error: unexpected argument '--full-auto' found"]);
  const replayed = findings.filter(({ witness }) => witness?.words !== null && witness !== null);
  assert.ok(replayed.length >= 10);
  assert.deepEqual(
    replayed.filter(({ witness }) => witness?.verdict !== "confirmed").map((finding) => `${finding.code} ${unitOf(finding)}`),
    [],
  );
  const calls = requests.filter((request) => request.includes(".cache/artifacts/codex"));
  assert.ok(calls.length >= 4);
  const lines = calls.flatMap((request) => request.split("\n")).filter((line) => line.includes(".cache/artifacts/codex"));
  assert.deepEqual(
    lines.filter((line) => !/--help\b|--version\b/.test(line)),
    [],
  );
});

/**
 * What a reader sees of one help: a text for each entry (an option, an argument or a command), by its name, and the usage. It knows
 * nothing of the parsers: an entry is a line indented by two to six columns and all that follows deeper. Examples and the command
 * `help` are no units.
 */
function entriesOf(help: string): ReadonlyMap<string, string> {
  const entries = new Map<string, string>();
  let name = "";
  for (const line of help.split("\n")) {
    const head = /^ {2,6}(?<head>(?:-\w, )?--?[\w-]+|\[?<?[A-Z_]+>?\]?|[a-z][\w-]*)(?= |$|\.)/.exec(line)?.groups?.["head"];
    if (/^\S|^$/.test(line)) name = line.startsWith("Usage:") ? "usage" : name;
    if (head !== undefined) name = head.replace(/^-\w, /, "").replaceAll(/[[\]<>]/g, "");
    if (/^\S/.test(line) && !line.startsWith("Usage:")) name = "";
    if (name !== "") entries.set(name, `${entries.get(name) ?? ""} ${line.trim()}`.trim().replaceAll(/\s+/g, " "));
  }
  for (const none of ["codex", "help"]) entries.delete(none);
  return entries;
}

test("diff names every entry in which a reader finds the helps of codex 0.125.0 and 0.169.0 to differ", async () => {
  const binaries = [await acquire("codex", "0.125.0"), await acquire("codex", "0.169.0")];
  const { findings } = documentOf(await xtask("diff", "0.125.0", "0.169.0", "--all", "--no-replay", "--json")) as unknown as Document;
  const named = new Set(findings.map((finding) => unitOf(finding)));
  const home = mkdtempSync(join(tmpdir(), "diff-"));
  const snapshot = JSON.parse(
    readFileSync(resolve(repository, "manifests/codex/snapshots/0.169.0/x86_64-unknown-linux-musl.json"), "utf8"),
  ) as { readonly commands: readonly { readonly path: readonly string[] }[] };
  const unnamed: string[] = [];
  let differing = 0;
  for (const { path } of snapshot.commands) {
    const helps = await Promise.all(
      binaries.map((file) =>
        runProcess({ file, args: [...path, "--help"], env: { HOME: home, CODEX_HOME: home, COLUMNS: "200" }, cwd: home, totalMs: 20_000 }),
      ),
    );
    if (!helps.every(({ stdout }) => stdout.includes(` ${path.join(" ")} [`) || path.length === 0)) continue;
    const [before, after] = helps.map(({ stdout }) => entriesOf(stdout)) as [ReadonlyMap<string, string>, ReadonlyMap<string, string>];
    for (const name of new Set([...before.keys(), ...after.keys()])) {
      if (before.get(name) === after.get(name)) continue;
      differing += 1;
      const unit = [...path, name === "usage" ? "" : name].join(" ").trim();
      if (!named.has(unit)) unnamed.push(`${unit}: ${before.get(name) ?? "(none)"} -> ${after.get(name) ?? "(none)"}`);
    }
  }
  rmSync(home, { recursive: true });
  assert.deepEqual(unnamed, []);
  assert.ok(differing > 100, String(differing));
});

test("diff against a binary finds what the committed snapshot of its version does", async () => {
  const binary = await acquire("codex", "0.169.0");
  const [given, committed] = [
    await xtask("diff", "0.146.0", "--binary", binary, "--no-replay", "--json"),
    await xtask("diff", "0.146.0", "0.169.0", "--no-replay", "--json"),
  ];
  assert.equal(given.code, committed.code, given.err);
  const [one, other] = [documentOf(given), documentOf(committed)] as unknown as readonly [Document, Document];
  assert.equal(one.after, "0.169.0");
  assert.ok(other.findings.length > 50);
  assert.deepEqual(
    one.findings.map((finding) => `${finding.severity} ${finding.code} ${unitOf(finding)}`),
    other.findings.map((finding) => `${finding.severity} ${finding.code} ${unitOf(finding)}`),
  );
});

test("diff names the target of a binary that runs here, where another was named", async () => {
  const binary = await acquire("codex", "0.169.0");
  const own = `${systemHost.arch}-unknown-linux-musl`;
  const other = own.startsWith("x86_64") ? "aarch64-unknown-linux-musl" : "x86_64-unknown-linux-musl";
  const { compared } = documentOf(await xtask("diff", `0.169.0@${other}`, "--binary", binary, "--no-replay", "--json")) as unknown as {
    readonly compared: readonly string[];
  };
  assert.deepEqual(compared, [`${other} -> ${own}`]);
});

test("diff takes down what a snapshot overlooks and the second Claude Code still takes, and says so", async () => {
  for (const version of ["2.1.232", "2.1.332"]) await acquire("claude_code", version);
  const root = join(mkdtempSync(join(tmpdir(), "diff-")), "claude_code");
  cpSync(resolve(repository, "manifests/claude_code"), root, { recursive: true });
  const path = join(root, "snapshots/2.1.332/linux-x64.json");
  const whole = readFileSync(path, "utf8");
  const overlooking = whole.replace(/"remove",\s+"rm"/, '"remove"');
  assert.notEqual(overlooking, whole);
  writeFileSync(path, overlooking);
  const { findings } = documentOf(
    await xtask("diff", "--cli", "claude_code", "--root", root, "2.1.232", "2.1.332", "--json"),
  ) as unknown as Document;
  rmSync(dirname(root), { recursive: true });
  const alias = findings.find((finding) => finding.code === "command-alias-removed" && unitOf(finding) === "plugin uninstall");
  assert.deepEqual([alias?.severity, alias?.witness?.verdict], ["warning", "contradicted"]);
  assert.match(alias?.because ?? "", /a replay contradicts it/);
});

test("diff finds nothing between two versions of Claude Code that a replay contradicts", async () => {
  for (const version of ["2.1.232", "2.1.332"]) await acquire("claude_code", version);
  const { findings } = documentOf(
    await xtask("diff", "--cli", "claude_code", "2.1.232", "2.1.332", "--all", "--json"),
  ) as unknown as Document;
  assert.ok(findings.length > 100);
  assert.deepEqual(
    findings.filter(({ witness }) => witness?.verdict === "contradicted"),
    [],
  );
});
