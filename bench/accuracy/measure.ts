import { join } from "node:path";
import type { CorpusEntry } from "./corpus.ts";
import { IsolatedCli } from "./isolated-cli.ts";
import { provide, type Provided } from "./provide.ts";
import { score, type Score } from "./scoring/score.ts";
import { takeSnapshot } from "./take-snapshot.ts";
import { collectTruth, readHelps } from "./truth/collect.ts";

/** What was found out about one version of a CLI. */
export interface Measured {
  readonly entry: CorpusEntry;
  readonly version: string;
  readonly source: string;
  readonly helpOnly: Score;
  readonly merged: Score;
}

/** A CLI that could not be measured, and why. */
export interface NotMeasured {
  readonly entry: CorpusEntry;
  readonly version?: string;
  readonly reason: string;
}

export async function measure(repository: string, entry: CorpusEntry, frameworks: readonly string[]): Promise<readonly (Measured | NotMeasured)[]> {
  if (!frameworks.includes(entry.descriptor.framework)) return [{ entry, reason: `no parser reads ${entry.descriptor.framework}` }];
  const provided = await provide(repository, entry);
  if (typeof provided === "string") return [{ entry, reason: provided }];
  const results: (Measured | NotMeasured)[] = [];
  for (const each of provided) results.push(await measureVersion(repository, entry, each));
  return results;
}

async function measureVersion(repository: string, entry: CorpusEntry, { binary, version }: Provided): Promise<Measured | NotMeasured> {
  const named = version === undefined ? {} : { version };
  const cli = new IsolatedCli(binary, entry.descriptor.env, join(repository, ".cache/accuracy/scratch"));
  try {
    const truth = await collectTruth(entry, cli, binary, version);
    if (typeof truth === "string") return { entry, ...named, reason: truth };
    const helps = await readHelps(cli, truth.commands);
    const helpOnly = await takeSnapshot(repository, entry, binary, { sources: "help" });
    if (typeof helpOnly === "string") return { entry, ...named, reason: helpOnly };
    const all = await takeSnapshot(repository, entry, binary, { sources: "help,completion,probe" });
    if (typeof all === "string") return { entry, ...named, reason: all };
    return {
      entry,
      version: version ?? helpOnly.binary.semantic_version ?? helpOnly.binary.version_output,
      source: truth.source,
      helpOnly: score(helpOnly, truth, { expectsHidden: false, helps }),
      merged: score(all, truth, { expectsHidden: true }),
    };
  } finally {
    cli.close();
  }
}
