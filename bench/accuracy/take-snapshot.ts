import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readJson, type CorpusEntry } from "./corpus.ts";
import type { Processes } from "./remembered-processes.ts";
import { runXtask } from "./run-xtask.ts";

/** What the bench reads of a snapshot. */
export interface Snapshot {
  readonly commands: readonly SnapshotCommand[];
  readonly rejected?: readonly { readonly path: readonly string[]; readonly key?: string }[];
  readonly known_omissions?: readonly string[];
  readonly binary: { readonly version_output: string; readonly semantic_version?: string };
}

/** A command of a snapshot. */
export interface SnapshotCommand {
  readonly path: readonly string[];
  readonly aliases?: readonly string[];
  readonly hidden?: boolean;
  readonly flags?: readonly SnapshotFlag[];
  readonly args?: readonly SnapshotArg[];
}

/** A flag of a snapshot. */
export interface SnapshotFlag {
  readonly long?: string;
  readonly short?: string;
  readonly aliases?: readonly string[];
  readonly hidden?: boolean;
  readonly takes_value: boolean;
  readonly value_name?: string;
  readonly value_names?: readonly string[];
  readonly repeatable?: boolean;
  readonly variadic?: boolean;
  readonly default?: string;
  readonly possible_values?: readonly string[];
  readonly negatable?: boolean;
  readonly sources?: readonly string[];
}

/** An argument of a snapshot. */
export interface SnapshotArg {
  readonly name: string;
  readonly required: boolean;
  readonly variadic: boolean;
}

/** How to take a snapshot. */
export interface TakeOptions {
  readonly sources: "help" | "help,completion,probe,bundle";
  /** Variables of the program, beside those of its `cli.json`. */
  readonly env?: Readonly<Record<string, string>>;
  /** Absent to start every process anew. */
  readonly processes?: Processes;
  readonly usesCache?: boolean;
}

/** Every spelling of a flag. */
export function spellingsOf({ long, short, aliases = [], negatable }: SnapshotFlag): readonly string[] {
  const names = [long, short, ...aliases].filter((name) => name !== undefined);
  return negatable === true && long !== undefined ? [...names, long.replace(/^--/, "--no-")] : names;
}

let taken = 0;

/** Takes a snapshot with `xtask snapshot`; a text says why there is none. */
export async function takeSnapshot(
  repository: string,
  entry: CorpusEntry,
  binary: string,
  options: TakeOptions,
): Promise<Snapshot | string> {
  const folder = join(repository, `.cache/accuracy/work-${String(process.pid)}`, `${entry.id}-${String((taken += 1))}`);
  mkdirSync(folder, { recursive: true });
  const descriptor = readJson(join(entry.root, "cli.json")) as { readonly env: Readonly<Record<string, string>> };
  writeFileSync(join(folder, "cli.json"), JSON.stringify({ ...descriptor, env: { ...descriptor.env, ...options.env } }));
  const words = [
    "snapshot",
    `--cli=${entry.id}`,
    `--root=${folder}`,
    `--binary=${binary}`,
    `--out-dir=${folder}`,
    `--sources=${options.sources}`,
    ...(options.usesCache === true ? [] : ["--no-cache"]),
  ];
  const { code, stderr } = await runXtask(repository, words, options.processes);
  if (code !== 0) return stderr.trim().split("\n")[0] ?? `exit code ${String(code)}`;
  return JSON.parse(readFileSync(join(folder, "current.json"), "utf8")) as Snapshot;
}
