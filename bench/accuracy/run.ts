import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
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

async function run(words: readonly string[]): Promise<number> {
  const at = words.indexOf("--cli");
  const only = at === -1 ? undefined : words[at + 1];
  const entries = readCorpus(repository).filter(({ id }) => only === undefined || id === only);
  if (entries.length === 0) {
    process.stderr.write(`accuracy: the corpus has no "${only ?? ""}"\n`);
    return 64;
  }
  try {
    if (words.includes("--speed")) {
      const rows: Speed[] = [];
      for (const entry of entries.filter(({ slow }) => slow !== true)) {
        const provided = await provide(repository, entry);
        for (const { binary, version } of typeof provided === "string" ? [] : provided) {
          process.stderr.write(`accuracy: timing ${entry.title} ${version ?? ""}\n`);
          const speed = await timeSnapshot(repository, entry, binary, version ?? "");
          if (speed !== undefined) rows.push(speed);
        }
      }
      return finish("speed", renderSpeed(rows), only === undefined);
    }
    const results: (Measured | NotMeasured)[] = [];
    for (const entry of entries) {
      const kept = words.includes("--reuse") ? readKept(entry) : undefined;
      const found = kept ?? (await measure(repository, entry));
      if (kept === undefined) keep(entry, found);
      results.push(...found);
    }
    return finish("accuracy", renderReport(results), only === undefined);
  } finally {
    for (const name of [`work-${String(process.pid)}`, `scratch-${String(process.pid)}`])
      rmSync(join(repository, ".cache/accuracy", name), { recursive: true, force: true, maxRetries: 5 });
  }
}

/** The results of an earlier run; `undefined` when there are none. */
function readKept(entry: CorpusEntry): readonly (Measured | NotMeasured)[] | undefined {
  const path = keptPath(entry);
  if (!existsSync(path)) return undefined;
  return (readJson(path) as readonly (Measured | NotMeasured)[]).map((result) => ({ ...result, entry }));
}

function keep(entry: CorpusEntry, results: readonly (Measured | NotMeasured)[]): void {
  mkdirSync(dirname(keptPath(entry)), { recursive: true });
  writeFileSync(keptPath(entry), JSON.stringify(results));
}

function keptPath({ id }: CorpusEntry): string {
  return join(repository, ".cache/accuracy/results", `${id}.json`);
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
