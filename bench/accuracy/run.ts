import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { readCorpus, readJson, type CorpusEntry } from "./corpus.ts";
import { measure, type Measured, type NotMeasured } from "./measure.ts";
import { provide } from "./provide.ts";
import { renderReport } from "./report.ts";
import { renderSpeed, timeSnapshot, type Speed } from "./speed.ts";

/**
 * Measures the surface engine against the truth. Usage: `tsx bench/accuracy/run.ts [--cli <id>] [--reuse] [--speed]`. Writes the tables into
 * `docs/accuracy.md`; with `--cli` it prints the part of that CLI and writes nothing. `--reuse` takes
 * the results of earlier runs where there are some. `--speed` times snapshots instead, and
 * replaces the table of times.
 */
const repository = resolve(import.meta.dirname, "../..");
const page = join(repository, "docs/accuracy.md");

process.exitCode = await run(process.argv.slice(2));

async function run(args: string[]): Promise<number> {
  const {
    cli: only,
    reuse: reuses,
    speed,
  } = parseArgs({ args, options: { cli: { type: "string" }, reuse: { type: "boolean" }, speed: { type: "boolean" } } }).values;
  const entries = readCorpus(repository).filter(({ id }) => only === undefined || id === only);
  if (entries.length === 0) {
    process.stderr.write(`accuracy: the corpus has no "${only ?? ""}"\n`);
    return 64;
  }
  try {
    if (speed === true) {
      const rows = await each(
        entries.filter(({ slow }) => slow !== true),
        "speed",
        reuses === true,
        (entry) => timeEach(entry),
      );
      return finish("speed", renderSpeed(rows.flatMap(({ result }) => result)), only === undefined);
    }
    const rows = await each(entries, "results", reuses === true, (entry) => measure(repository, entry));
    const results = rows.flatMap(({ entry, result }) => result.map((one): Measured | NotMeasured => ({ ...one, entry })));
    return finish("accuracy", renderReport(results), only === undefined);
  } finally {
    for (const name of [`work-${String(process.pid)}`, `scratch-${String(process.pid)}`])
      rmSync(join(repository, ".cache/accuracy", name), { recursive: true, force: true, maxRetries: 5 });
  }
}

/** The results of every entry, each kept below `.cache/accuracy/<kind>/` as soon as it is known; with `reuses`, those kept earlier. */
async function each<Result>(
  entries: readonly CorpusEntry[],
  kind: "results" | "speed",
  reuses: boolean,
  find: (entry: CorpusEntry) => Promise<readonly Result[]>,
): Promise<readonly { readonly entry: CorpusEntry; readonly result: readonly Result[] }[]> {
  const found = [];
  for (const entry of entries) {
    const path = join(repository, ".cache/accuracy", kind, `${entry.id}.json`);
    if (!reuses || !existsSync(path)) {
      const result = await find(entry);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, JSON.stringify(result));
    }
    found.push({ entry, result: readJson(path) as readonly Result[] });
  }
  return found;
}

async function timeEach(entry: CorpusEntry): Promise<readonly Speed[]> {
  const provided = await provide(repository, entry);
  if (typeof provided === "string") throw new Error(`${entry.title} cannot be timed: ${provided}`);
  const rows: Speed[] = [];
  for (const { binary, version } of provided) {
    process.stderr.write(`accuracy: timing ${entry.title} ${version ?? ""}\n`);
    rows.push(await timeSnapshot(repository, entry, binary));
  }
  return rows;
}

/** Prints a part of the page, or puts it between its markers there and formats the page. */
function finish(part: string, text: string, shouldWrite: boolean): number {
  if (!shouldWrite) {
    process.stdout.write(`${text}\n`);
    return 0;
  }
  const [start, end] = [`<!-- ${part} -->`, `<!-- /${part} -->`];
  const before = readFileSync(page, "utf8");
  const [from, to] = [before.indexOf(start), before.indexOf(end)];
  if (from === -1 || to < from) throw new Error(`"${page}" has no "${start}" and "${end}"`);
  writeFileSync(page, `${before.slice(0, from + start.length)}\n\n${text.trim()}\n\n${before.slice(to)}`);
  const { status } = spawnSync("oxfmt", ["--write", page], { stdio: "inherit" });
  process.stderr.write(`accuracy: ${page} is written\n`);
  return status ?? 1;
}
