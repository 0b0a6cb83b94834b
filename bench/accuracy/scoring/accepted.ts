import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { diskFiles } from "@lockstep/adapters";
import { parseContract } from "@lockstep/contracts";
import { askFlags } from "@lockstep/xtask/probing";
import { readFileSync } from "node:fs";
import type { CorpusEntry } from "../corpus.ts";
import type { Processes } from "../remembered-processes.ts";
import { spellingsOf, type Snapshot, type SnapshotFlag } from "../take-snapshot.ts";
import { pathKey } from "../truth/truth.ts";
import type { Exactness, Miss } from "./tally.ts";

/** What a program said about flags of its snapshot that no help shows, and about flags that the snapshot does not have. */
export interface Answers {
  readonly hidden: Answered;
  readonly absent: Answered;
  readonly misses: readonly Miss[];
  /** Why flags have no answer, and how many. */
  readonly unanswered: Readonly<Record<string, number>>;
}

/** How many answers were as expected, and how many flags have none. */
export interface Answered extends Exactness {
  readonly unknown: number;
}

/** The frameworks whose programs can be asked without being run. */
const frameworks = new Set(["clap", "commander"]);
const PER_COMMAND = 2;
const MOST = 60;
/** Names that a program may act on before it reads its command line. */
const actsEarly = /bg|background|server|headless|acp|serve|daemon|worktree|tmux|remote|connect|resume|continue|link|url|print/;

/**
 * Asks a program itself: each hidden flag of a snapshot must be accepted, and names that other commands have must be rejected where
 * the snapshot does not have them. Visible flags are never asked about. `undefined` where nothing may be asked.
 */
export async function askBinary(
  repository: string,
  entry: CorpusEntry,
  binary: string,
  snapshot: Snapshot,
  processes: Processes,
): Promise<Answers | undefined> {
  if (!frameworks.has(entry.descriptor.framework) || entry.asks === false) return undefined;
  const path = join(entry.root, "cli.json");
  const folder = join(repository, `.cache/accuracy/work-${String(process.pid)}`);
  mkdirSync(folder, { recursive: true });
  const hidden = snapshot.commands.flatMap((command) =>
    (command.flags ?? []).filter((flag) => flag.hidden === true).map((flag) => ({ path: command.path, flag: spelled(flag) })),
  );
  const absent = absentFlags(snapshot);
  const { results, skipped } = await askFlags(
    { files: diskFiles(folder), processes, env: { PATH: process.env["PATH"] } },
    {
      descriptor: parseContract("CliDescriptor", path, readFileSync(path, "utf8")),
      binary,
      via: [],
      timeoutMs: 20_000,
      jobs: 2,
      triesNamespace: process.platform === "linux",
      isReviewed: true,
    },
    snapshot.commands,
    [...hidden, ...absent],
  );
  const expectedOf = new Map([
    ...hidden.map((each) => [keyOf(each.path, each.flag), "accepted"] as const),
    ...absent.map((each) => [keyOf(each.path, each.flag), "rejected"] as const),
  ]);
  const counts = { accepted: { of: 0, right: 0, unknown: 0 }, rejected: { of: 0, right: 0, unknown: 0 } };
  const misses: Miss[] = [];
  const unanswered: Record<string, number> = {};
  const leaveOpen = (key: string, reason: string): void => {
    const expected = expectedOf.get(key);
    if (expected === undefined) return;
    counts[expected].unknown += 1;
    unanswered[reason] = (unanswered[reason] ?? 0) + 1;
  };
  for (const { path: words, flag, reason } of skipped) leaveOpen(keyOf(words, flag), reason);
  for (const { path: words, name, verdict } of results) {
    const key = keyOf(words, name);
    const expected = expectedOf.get(key);
    if (verdict.type === "unknown") leaveOpen(key, "the answer says neither");
    else if (expected !== undefined) {
      counts[expected].of += 1;
      if (verdict.type === expected) counts[expected].right += 1;
      else misses.push({ unit: `${pathKey(words)} ${name}`, what: "answer", expected, found: verdict.type });
    }
  }
  return { hidden: counts.accepted, absent: counts.rejected, misses, unanswered };
}

function keyOf(path: readonly string[], flag: string): string {
  return [...path, flag.split("=")[0]].join(" ");
}

function spelled(flag: SnapshotFlag): string {
  const [name = ""] = spellingsOf(flag);
  return flag.takes_value ? `${name}=${flag.possible_values?.[0] ?? "x"}` : name;
}

/** Some long names for each command that only others have. */
function absentFlags({ commands }: Snapshot): readonly { readonly path: readonly string[]; readonly flag: string }[] {
  const all = [...new Set(commands.flatMap(({ flags = [] }) => flags.flatMap(({ long }) => (long === undefined ? [] : [long]))))]
    .filter((name) => !actsEarly.test(name) && !name.startsWith("--no-"))
    .toSorted();
  const wanted = commands.flatMap(({ path, flags = [] }, index) => {
    const own = new Set(flags.flatMap(spellingsOf));
    const others = all.filter((name) => !own.has(name));
    return Array.from({ length: Math.min(PER_COMMAND, others.length) }, (_, turn) => ({
      path,
      flag: others[(index * 7 + turn * 13) % others.length] ?? "",
    }));
  });
  return wanted.slice(0, MOST);
}
