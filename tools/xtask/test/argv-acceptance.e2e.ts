import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { describe, test } from "node:test";
import type { CliDescriptor, SnapshotCommand, UpstreamSnapshotUnionV2, UpstreamSnapshotV1 } from "@lockstep/contracts";
import { runProcess } from "@lockstep/runtime";
import { buildGrammar, matchArgv } from "@lockstep/surface/argv";
import fc, { type Arbitrary } from "fast-check";
import { clapLines } from "./argv-acceptance/clap-lines.ts";
import { clapOracle } from "./argv-acceptance/clap-oracle.ts";
import { commanderLines } from "./argv-acceptance/commander-lines.ts";
import { commanderOracle } from "./argv-acceptance/commander-oracle.ts";
import { isolateBinary, type IsolatedBinary } from "./argv-acceptance/isolated-binary.ts";
import type { Oracle } from "./argv-acceptance/verdict.ts";

// Draws command lines from the committed unions and asks the real binaries whether they take what the matcher takes. What is
// drawn, how a binary is asked, and why neither can do harm stands in `argv-acceptance/`.

interface Framework {
  readonly framework: "clap" | "commander";
  /** How many lines are drawn: a start of Claude Code takes half a second. */
  readonly lines: number;
  readonly draw: (commands: readonly SnapshotCommand[]) => Arbitrary<readonly string[]>;
  readonly ask: (binary: IsolatedBinary, commands: readonly SnapshotCommand[]) => Oracle;
}
const clap: Framework = { framework: "clap", lines: 300, draw: clapLines, ask: clapOracle };
const commander: Framework = { framework: "commander", lines: 60, draw: commanderLines, ask: commanderOracle };

describe("matchArgv() against real binaries", { concurrency: 3 }, () => {
  const codex = binaries("CODEX_BINARIES", "CODEX_BINARY");
  assert.ok(codex.length > 0, "Neither CODEX_BINARIES nor CODEX_BINARY is set, wanted paths of real codex binaries");
  for (const binary of codex) compare("codex", binary, clap);
  if (existsSync(resolve("manifests/claude_code")))
    for (const binary of binaries("CLAUDE_CODE_BINARIES", "CLAUDE_CODE_BINARY")) compare("claude_code", binary, commander);
});

function compare(cli: string, binary: string, { framework, lines, draw, ask }: Framework): void {
  test(`matchArgv() takes exactly the lines that ${binary} takes when they are drawn from its union`, async (t) => {
    const version = await versionOf(binary);
    const folder = resolve("manifests", cli, "snapshots", version);
    const { commands, inputs } = read(join(folder, "union.json")) as UpstreamSnapshotUnionV2;
    const snapshots = inputs.map(({ target_triple }) => read(join(folder, `${target_triple}.json`)) as UpstreamSnapshotV1);
    const own = snapshots.find(({ binary: { platform } }) => platform.os === "linux" && platform.arch === architecture)?.commands;
    assert.ok(own !== undefined, `${folder} has no snapshot of this machine's target, but ${readdirSync(folder).join(", ")}`);
    const grammar = buildGrammar(commands, { snapshots, framework });
    const isolated = await isolateBinary(t, binary, read(resolve("manifests", cli, "cli.json")) as CliDescriptor);
    const oracle = ask(isolated, own);
    const counts = new Map<string, number>();
    const count = (what: string): void => void counts.set(what, (counts.get(what) ?? 0) + 1);
    await fc.assert(
      fc.asyncProperty(draw(own), async (argv) => {
        const verdict = await oracle(argv);
        if (verdict.type === "undecided") return count(`left out, refused ${verdict.kind}`);
        const match = matchArgv(grammar, argv);
        const shown = `${JSON.stringify(argv.join(" "))}\n${JSON.stringify(verdict)}\n${JSON.stringify(match)}`;
        assert.equal(match.type === "match", verdict.type === "accepted", shown);
        if (match.type === "match" && verdict.type === "accepted") assert.deepEqual(verdict.path ?? match.path, match.path, shown);
        return count(`${verdict.type} by both`);
      }),
      { numRuns: lines, seed },
    );
    isolated.assertHarmless();
    t.diagnostic(`${cli} ${version}: ${[...counts].map(([what, times]) => `${String(times)} ${what}`).join("; ")}`);
    for (const what of ["accepted", "refused"])
      assert.ok((counts.get(`${what} by both`) ?? 0) >= lines / 5, `too few lines are ${what} by both to prove anything`);
  });
}

/** The same lines every time, so that a red run means a change; ARGV_SEED draws others. */
const seed = Number(process.env["ARGV_SEED"] ?? 20_261_127);

const architecture = process.arch === "arm64" ? "aarch64" : "x86_64";

/** The binaries that `make e2e` names: those of all pinned versions, or one when it is run by hand. */
function binaries(all: string, one: string): readonly string[] {
  return (process.env[all] ?? process.env[one])?.split(delimiter) ?? [];
}

function read(path: string): unknown {
  return JSON.parse(readFileSync(path, "utf8"));
}

async function versionOf(binary: string): Promise<string> {
  const { stdout, stderr } = await runProcess({ file: binary, args: ["--version"], env: {}, totalMs: 20_000 });
  const version = /\d+\.\d+\.\d+/.exec(stdout)?.[0];
  assert.ok(version !== undefined, `"${binary} --version" says ${stdout}${stderr}`);
  return version;
}
