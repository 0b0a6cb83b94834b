import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { diskFiles } from "@lockstep/adapters";
import { rulesWith, snapshotOf, targets } from "@lockstep/testing";
import { main } from "@lockstep/xtask";
import { timeOf } from "./timing/stopwatch.ts";

/**
 * Measures union + report + version-metadata, then verify, of generated roots of 125, 250 and 500 versions, on disk and in
 * this process. Usage: `tsx bench/chain.ts`. Prints the time per version and its ratio to that of the smallest root; fails when
 * the chain of the largest root takes more than twice as long per version: then something is not linear.
 */
const SIZES = [125, 250, 500] as const;
const LIMIT = 2;
const COMMANDS = 40;
const FLAGS = 8;

const folder = await mkdtemp(join(tmpdir(), "bench-chain-"));
try {
  await measure(10);
  const rows: (Times & { readonly size: number })[] = [];
  for (const size of SIZES) rows.push({ size, ...(await measure(size)) });
  const [first] = rows;
  for (const { size, ...times } of rows) {
    const cells = (["union", "report", "metadata", "verify"] as const).map(
      (step) => `${step} ${(times[step] / size).toFixed(2)} ms (${ratio(step, size).toFixed(2)})`,
    );
    process.stdout.write(
      `${String(size).padStart(4)} versions in ${(total(times) / 1000).toFixed(1)} s; per version, and against ${String(SIZES[0])}: ${cells.join(", ")}\n`,
    );
  }
  const last = rows.at(-1);
  const worst =
    first === undefined || last === undefined ? Number.POSITIVE_INFINITY : total(last) / last.size / (total(first) / first.size);
  process.stdout.write(
    `chain per version, ${String(last?.size)} against ${String(first?.size)} versions: ${worst.toFixed(2)} (1.0 is linear, limit ${String(LIMIT)})\n`,
  );
  if (worst > LIMIT) process.exitCode = 2;

  function ratio(step: keyof Times, size: number): number {
    const row = rows.find((other) => other.size === size);
    return row === undefined || first === undefined ? Number.NaN : row[step] / size / (first[step] / first.size);
  }
} finally {
  await rm(folder, { recursive: true });
}

/** Milliseconds of each step for all versions of a root. */
interface Times {
  readonly union: number;
  readonly report: number;
  readonly metadata: number;
  readonly verify: number;
}

function total({ union, report, metadata }: Times): number {
  return union + report + metadata;
}

async function measure(size: number): Promise<Times> {
  const root = join(folder, String(size));
  const versions = Array.from({ length: size }, (_, index) => `1.${String(index)}.0`);
  await writeRoot(root, versions);
  const times = {
    union: await timed(versions.map((version) => ["union", "--version", version])),
    report: await timed(versions.map((version) => ["report", "--version", version])),
    metadata: await timed(versions.map((version) => ["version-metadata", "--version", version, "--status", "reported"])),
    verify: await timed([["verify"]]),
  };
  await rm(root, { recursive: true });
  return times;

  async function timed(lines: readonly (readonly string[])[]): Promise<number> {
    return timeOf(async () => {
      for (const line of lines) await xtask([...line, "--root", root]);
    });
  }
}

async function xtask(argv: readonly string[]): Promise<void> {
  let printed = "";
  const print = (text: string): void => void (printed += text);
  const unused = undefined as never;
  const world = {
    files: diskFiles(folder),
    processes: unused,
    packages: unused,
    releases: unused,
    binaries: unused,
    host: unused,
    clock: { now: () => "2026-01-01T00:00:00Z" },
    env: {},
    progress: () => {},
  };
  const code = await main(argv, { world, stdout: print, stderr: print });
  if (code !== 0) throw new Error(`xtask ${argv.join(" ")} exited ${String(code)}: ${printed}`);
}

async function writeRoot(root: string, versions: readonly string[]): Promise<void> {
  await mkdir(root, { recursive: true });
  await writeFile(join(root, "RULES.json"), JSON.stringify(rulesWith()));
  await writeFile(join(root, "latest_validated.txt"), "none\n");
  const claimed = commandsOf("").map(({ path, flags }) => ({
    path,
    level: "explicit",
    flags: flags?.slice(1).map(({ long }) => ({ key: long, level: "explicit" })),
  }));
  await writeFile(
    join(root, "wrapper_coverage.json"),
    JSON.stringify({ schema_version: 1, wrapper_version: "0.1.0", coverage: claimed.slice(1) }),
  );
  for (const version of versions) {
    await mkdir(join(root, "snapshots", version), { recursive: true });
    for (const target of targets)
      await writeFile(join(root, "snapshots", version, `${target}.json`), JSON.stringify(snapshotOf(target, commandsOf(target), version)));
  }
}

function commandsOf(about: string) {
  const flags = Array.from({ length: FLAGS }, (_, index) => ({
    long: `--flag-${String(index)}`,
    takes_value: index % 2 === 0,
    value_name: about,
  }));
  const below = Array.from({ length: COMMANDS }, (_, index) => ({
    path: index % 4 === 0 ? [`c${String(index)}`] : [`c${String(index - (index % 4))}`, `s${String(index)}`],
    about,
    flags,
    args: [{ name: "ARG", required: true, variadic: false }],
  }));
  return [{ path: [], about, flags: undefined }, ...below];
}
