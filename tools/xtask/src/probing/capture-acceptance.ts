import type { CliDescriptor } from "@lockstep/contracts";
import {
  acceptanceProtocolFor,
  compareAnswers,
  frameworkAt,
  markUnknownOptions,
  nextAcceptanceCalls,
  parserAt,
  planAcceptance,
  readAcceptance,
  type AcceptanceAnswer,
  type AcceptanceCall,
  type AcceptanceCommand,
  type AcceptancePlan,
  type AcceptanceResult,
  type DeclaredSurface,
  type FlagCandidate,
} from "@lockstep/surface";
import type { World } from "../world.ts";
import { captureDeclarations } from "./capture-declarations.ts";
import { probeHelps, type WalkOptions } from "./capture-surface.ts";
import { findDeclarationFiles } from "./declaration-files.ts";
import { withProbeFolders } from "./probe-folders.ts";
import { Prober, WARM_UP_FACTOR, type BinaryCall } from "./prober.ts";
import { batchesOf, taskPool } from "./process-pool.ts";

/** What an ad-hoc question needs beside the binary. */
export interface AskOptions extends BinaryCall {
  readonly jobs: number;
  /** Whether this machine may have network namespaces. */
  readonly triesNamespace: boolean;
  /** Whether somebody has reviewed the candidates. */
  readonly isReviewed: boolean;
}

/** What became of a list of candidates. */
export interface AskedFlags {
  readonly results: readonly AcceptanceResult[];
  /** Those that were not asked about, with the reason. */
  readonly skipped: AcceptancePlan["skipped"];
}

/**
 * Asks a binary whether commands accept flags, without running any: in throw-away folders, with no network.
 * @param commands those that the binary has, such as a union's, with the arguments that are known of them; a candidate of any
 *   other command is skipped, and so is one of `unasked_commands`. What each shows and takes is read from its help, which is asked
 *   for first
 */
export async function askFlags(
  world: Pick<World, "files" | "processes" | "env">,
  options: AskOptions,
  commands: readonly { readonly path: readonly string[]; readonly args?: readonly { readonly variadic?: boolean }[] }[],
  candidates: readonly FlagCandidate[],
): Promise<AskedFlags> {
  return withProbeFolders(world.files, async (folders) => {
    const { descriptor, jobs, isReviewed } = options;
    const prober = new Prober(options, folders, world.processes, world.env);
    if (options.triesNamespace) await prober.isolate();
    const asking = { descriptor, prober, jobs, pool: taskPool(jobs) };
    // Two cold calls at once might both unpack what later ones reuse.
    await prober.call(descriptor.version_args, options.timeoutMs * WARM_UP_FACTOR);
    const wanted = new Set(candidates.map(({ path }) => path.join(" ")));
    for (const path of descriptor.unasked_commands ?? []) wanted.delete(path.join(" "));
    const trailing = new Set(
      commands.filter(({ args = [] }) => args.some(({ variadic }) => variadic === true)).map(({ path }) => path.join(" ")),
    );
    const pages = await readPages(
      commands.map(({ path }) => path).filter((path) => wanted.has(path.join(" "))),
      asking,
    );
    // Whether a program refuses what it does not know stands in its declarations alone, where its framework leaves that open.
    const isOpen = ({ path }: AcceptanceCommand): boolean => acceptanceProtocolFor(frameworkAt(descriptor, path))?.asksUnreviewed === false;
    const declarations = pages.some(isOpen) ? await readDeclared(world.files, options) : undefined;
    const known = markUnknownOptions(pages, declarations).map((page) => ({
      ...page,
      takesTrailing: trailing.has(page.path.join(" ")),
      ...(!isReviewed && declarations === undefined && isOpen(page) ? { takesUnknownOptions: true } : {}),
    }));
    const plan = planAcceptance((path) => frameworkAt(descriptor, path), known, candidates, isReviewed);
    return { results: readAcceptance(plan, await captureAcceptance(plan, asking)), skipped: plan.skipped };
  });
}

async function readDeclared(files: World["files"], { binary, descriptor }: AskOptions): Promise<DeclaredSurface | undefined> {
  const { declarations } = descriptor;
  if (declarations === undefined) return undefined;
  return captureDeclarations(files, await findDeclarationFiles(files, files.absolute(binary), { ...descriptor, declarations }));
}

/** Makes the calls of a plan, round by round, and then `more`; those of one round in parallel. The answers are in order. */
export async function captureAcceptance(
  plan: AcceptancePlan,
  { prober, pool, jobs }: Pick<WalkOptions, "prober" | "pool" | "jobs">,
  more: readonly AcceptanceCall[] = [],
): Promise<readonly AcceptanceAnswer[]> {
  const ask = async (calls: readonly AcceptanceCall[]): Promise<readonly AcceptanceAnswer[]> =>
    (await Promise.all(batchesOf(calls, jobs).map((batch) => pool(() => prober.askAll(batch))))).flat();
  const answers: AcceptanceAnswer[] = [...(await ask(more))];
  for (let calls = nextAcceptanceCalls(plan, answers); calls.length > 0; calls = nextAcceptanceCalls(plan, answers))
    answers.push(...(await ask(calls)));
  return answers.toSorted(compareAnswers);
}

async function readPages(
  paths: readonly (readonly string[])[],
  asking: { readonly descriptor: CliDescriptor } & Pick<WalkOptions, "prober" | "pool" | "jobs">,
): Promise<readonly AcceptanceCommand[]> {
  const helps = await Promise.all(batchesOf(paths, asking.jobs).map((batch) => probeHelps(batch, { ...asking, prefix: [] })));
  return helps
    .flat()
    .map(({ path, probe }) => (probe.type === "text" ? { path, page: parserAt(asking.descriptor, path).parseHelp(probe.text) } : { path }));
}
