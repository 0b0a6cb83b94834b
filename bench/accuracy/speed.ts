import { join } from "node:path";
import { hashOf, median, timeOf } from "../timing/stopwatch.ts";
import type { CorpusEntry } from "./corpus.ts";
import { IsolatedCli } from "./isolated-cli.ts";
import { table } from "./report.ts";
import { takeSnapshot, type Snapshot } from "./take-snapshot.ts";

/** Milliseconds, medians of one run in turns. */
export interface Speed {
  readonly title: string;
  readonly version: string;
  /** Hash, version, and the help of every command, twice, one process after the other. */
  readonly plain: number;
  /** `snapshot` with all sources. */
  readonly ours: number;
  /** The same again, from the cache. */
  readonly again: number;
  readonly hash: number;
}

const ROUNDS = 3;
/** A slow program is measured once. */
const LONG_MS = 15_000;

/** Times a whole snapshot against the plain way, start-up excluded. */
export async function timeSnapshot(repository: string, entry: CorpusEntry, binary: string): Promise<Speed> {
  const sources = "help,completion,probe,bundle";
  const warm = await takeSnapshot(repository, entry, binary, { sources, usesCache: true });
  if (typeof warm === "string") throw new Error(`${entry.title} cannot be timed: ${warm}`);
  const times = { plain: [] as number[], ours: [] as number[], again: [] as number[], hash: [] as number[] };
  for (let round = 0; round < ROUNDS; round += 1) {
    times.plain.push(await timeOf(() => probePlainly(repository, entry, binary, warm)));
    times.ours.push(await timeOf(() => takeSnapshot(repository, entry, binary, { sources })));
    times.again.push(await timeOf(() => takeSnapshot(repository, entry, binary, { sources, usesCache: true })));
    times.hash.push(await timeOf(() => hashOf(binary)));
    if (median(times.plain) > LONG_MS) break;
  }
  return {
    title: entry.title,
    version: warm.binary.semantic_version ?? warm.binary.version_output,
    plain: median(times.plain),
    ours: median(times.ours),
    again: median(times.again),
    hash: median(times.hash),
  };
}

/** The table of one run; figures differ from run to run. The ratio is that of the times without the hash of the binary. */
export function renderSpeed(rows: readonly Speed[]): string {
  const ms = (value: number): string => String(Math.round(value));
  return table(
    ["CLI", "version", "hash, ms", "plain, ms", "snapshot, ms", "ratio", "second run, ms"],
    rows.map(({ title, version, plain, ours, again, hash }) => [
      title,
      version,
      ms(hash),
      ms(plain - hash),
      ms(ours - hash),
      ((ours - hash) / (plain - hash)).toFixed(2),
      ms(again),
    ]),
  ).join("\n");
}

async function probePlainly(repository: string, { descriptor }: CorpusEntry, binary: string, { commands }: Snapshot): Promise<void> {
  const cli = new IsolatedCli(binary, descriptor.env, join(repository, `.cache/accuracy/scratch-${String(process.pid)}`));
  try {
    await hashOf(binary);
    await cli.callPlainly(descriptor.version_args);
    for (let pass = 0; pass < 2; pass += 1) for (const { path } of commands) await cli.callPlainly([...path, "--help"]);
  } finally {
    cli.close();
  }
}
