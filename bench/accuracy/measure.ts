import { join } from "node:path";
import { runProcess } from "@lockstep/runtime";
import type { CorpusEntry } from "./corpus.ts";
import { IsolatedCli } from "./isolated-cli.ts";
import { provide, type Provided } from "./provide.ts";
import { rememberedProcesses } from "./remembered-processes.ts";
import { score, type Score } from "./scoring/score.ts";
import { askBinary, type Answers } from "./scoring/accepted.ts";
import { countCandidates, type Candidates } from "./scoring/candidates.ts";
import { compareVariants, type Variant } from "./scoring/metamorphic.ts";
import { splitNotAsked } from "./scoring/not-asked.ts";
import { scoreUnread, type UnreadCommand, type UnreadScore } from "./scoring/unread.ts";
import { spellingsOf, takeSnapshot, type Snapshot } from "./take-snapshot.ts";
import { readBashCompletion } from "./truth/clap-bash.ts";
import { readAcknowledged } from "./truth/acknowledged.ts";
import { collectTruth, completionScripts, readHelps } from "./truth/collect.ts";
import { readGeneratedPages } from "./truth/generated-pages.ts";

/** What was found out about one version of a CLI. */
export interface Measured {
  readonly entry: CorpusEntry;
  readonly version: string;
  readonly source: string;
  readonly helpOnly: Score;
  readonly merged: Score;
  /** Units that the snapshot of all sources names as declared and not asked about. */
  readonly notAsked: readonly string[];
  readonly candidates?: Candidates;
  readonly unread?: UnreadScore;
  readonly accepted?: Answers;
  /** Of the newest version alone. */
  readonly metamorphic?: readonly Variant[];
}

/** A CLI that could not be measured, and why. */
export interface NotMeasured {
  readonly entry: CorpusEntry;
  readonly version?: string;
  readonly reason: string;
}

/** Measures every version of an entry. */
export async function measure(repository: string, entry: CorpusEntry): Promise<readonly (Measured | NotMeasured)[]> {
  const provided = await provide(repository, entry);
  if (typeof provided === "string") return [{ entry, reason: provided }];
  const results: (Measured | NotMeasured)[] = [];
  for (const [index, each] of provided.entries()) {
    process.stderr.write(`accuracy: ${entry.title} ${each.version ?? ""}\n`);
    results.push(await measureVersion(repository, entry, each, index === provided.length - 1));
  }
  return results;
}

async function measureVersion(
  repository: string,
  entry: CorpusEntry,
  { binary, version }: Provided,
  isNewest: boolean,
): Promise<Measured | NotMeasured> {
  const processes = rememberedProcesses({ run: runProcess });
  const named = version === undefined ? {} : { version };
  const cli = new IsolatedCli(binary, entry.descriptor.env, join(repository, `.cache/accuracy/scratch-${String(process.pid)}`));
  try {
    const truth = await collectTruth(entry, cli, binary, version);
    if (typeof truth === "string") return { entry, ...named, reason: truth };
    const helps = await readHelps(cli, truth.commands);
    const helpOnly = await takeSnapshot(repository, entry, binary, { sources: "help", processes });
    if (typeof helpOnly === "string") return { entry, ...named, reason: helpOnly };
    const all = hasHelpAlone(entry.descriptor)
      ? helpOnly
      : await takeSnapshot(repository, entry, binary, { sources: "help,completion,probe,bundle", processes });
    if (typeof all === "string") return { entry, ...named, reason: all };
    const unread = await readUnread(entry, cli);
    const accepted = await askBinary(repository, entry, binary, all, processes);
    const candidates = countCandidates(entry.descriptor, all);
    const acknowledges = entry.truth === "declarations" ? await readAcknowledged(cli, truth, helps, [helpOnly, all]) : () => false;
    const isAsked = (snapshot: Snapshot): ReturnType<typeof asked> => {
      const isUnjudged = unjudged(entry, snapshot);
      return (path, names) => isUnjudged(path, names) || acknowledges(path, names);
    };
    const merged = score(all, truth, { expectsHidden: true, helps, isAsked: isAsked(all) });
    const { misses, notAsked } = splitNotAsked(merged.misses, all.known_omissions ?? [], entry.descriptor.binary);
    return {
      entry,
      version: version ?? helpOnly.binary.semantic_version ?? helpOnly.binary.version_output,
      source: truth.source,
      helpOnly: score(helpOnly, truth, { expectsHidden: false, helps, isAsked: isAsked(helpOnly) }),
      merged: { ...merged, misses },
      notAsked,
      ...(candidates === undefined ? {} : { candidates }),
      ...(unread === undefined ? {} : { unread: scoreUnread(unread, all, asked(entry.descriptor)) }),
      ...(accepted === undefined ? {} : { accepted }),
      ...(isNewest && entry.slow !== true
        ? { metamorphic: await compareVariants(repository, entry, binary, { cli, processes, base: helpOnly }) }
        : {}),
    };
  } finally {
    cli.close();
  }
}

/** Whether all sources are the help: such a program is asked nothing else. */
function hasHelpAlone({ framework, completion, probe_candidates }: CorpusEntry["descriptor"]): boolean {
  return framework === "argparse" && completion === undefined && probe_candidates === undefined;
}

/** What the program says of itself where no snapshot reads it; `undefined` when it says nothing. */
async function readUnread({ truth, pages, descriptor }: CorpusEntry, cli: IsolatedCli): Promise<readonly UnreadCommand[] | undefined> {
  if (truth === "clap-completion")
    return readBashCompletion((await completionScripts(descriptor.completion?.args ?? [], cli)).bash).commands;
  return pages === undefined ? undefined : readGeneratedPages(pages, cli, descriptor.binary);
}

/**
 * Units that no truth shows and that are no inventions: candidates; hidden units where labels were made from help alone; and hidden
 * commands of yargs, which it keeps from the hook.
 */
function unjudged({ truth, descriptor }: CorpusEntry, { commands }: Snapshot): ReturnType<typeof asked> {
  const isCandidate = asked(descriptor);
  const fromHelp = truth === "labels";
  if (!fromHelp && !(truth === "declarations" && descriptor.framework === "yargs")) return isCandidate;
  const hidden = new Set(
    commands.flatMap((command) => [
      ...(command.hidden === true ? [command.path.join(" ")] : []),
      ...(command.flags ?? [])
        .filter((flag) => fromHelp && flag.hidden === true)
        .flatMap((flag) => spellingsOf(flag).map((name) => [...command.path, name].join(" "))),
    ]),
  );
  return (path, names) =>
    isCandidate(path, names) ||
    path.some((_, index) => hidden.has(path.slice(0, index + 1).join(" "))) ||
    names.some((name) => hidden.has([...path, name].join(" ")));
}

/** Whether a unit is among the candidates of a `cli.json`: the snapshot has it because the program accepts it. */
function asked({ probe_candidates = [] }: CorpusEntry["descriptor"]): (path: readonly string[], names: readonly string[]) => boolean {
  const all = new Set(probe_candidates.flatMap(({ path, flags = [""] }) => flags.map((flag) => [...path, flag.split("=")[0]].join(" "))));
  return (path, names) => (names.length === 0 ? [""] : names).some((name) => all.has([...path, name].join(" ")));
}
