import type { CliDescriptor } from "@lockstep/contracts";
import { comparePaths } from "@lockstep/kernel";
import {
  compareAnswers,
  completionIn,
  Discovery,
  frameworkAt,
  globalFlagsIn,
  helpCommand,
  helpIn,
  nextCompletionCalls,
  parserAt,
  readCompletionAnswers,
  type AcceptanceAnswer,
  type AcceptanceCall,
  type CompletionProtocol,
  type CompletionSurface,
  type HelpPage,
  type HelpProbe,
  type Probe,
  type SurfaceCapture,
} from "@lockstep/surface";
import type { Prober } from "./prober.ts";
import { batchesOf } from "./process-pool.ts";

/** What the walk over a CLI's commands needs. */
export interface WalkOptions {
  readonly descriptor: CliDescriptor;
  readonly prober: Prober;
  readonly jobs: number;
  /** Runs a task when a process may be started. */
  readonly pool: <Value>(task: () => Promise<Value>) => Promise<Value>;
  /** Words before every call: the features to enable. */
  readonly prefix: readonly string[];
  readonly usesCompletion: boolean;
  readonly extraPaths: readonly (readonly string[])[];
  readonly candidatePaths: readonly (readonly string[])[];
  /** Whether to ask for the root's help with what it hides. */
  readonly asksHidden: boolean;
  /** The commands that the program's text declares and no help lists: known when that is read, which goes on beside the walk. */
  readonly declaredPaths: Promise<readonly (readonly string[])[]>;
}

/** The root's help, once more with what it hides, the flags of every command, and the completion script, started but not awaited. */
export interface SurfaceStart {
  readonly root: Promise<Probe>;
  readonly hiddenHelp: Promise<Probe | undefined>;
  readonly globalHelp: Promise<Probe | undefined>;
  readonly completion: Promise<Probe | undefined>;
}

/** Starts the calls that every walk begins with. */
export function startSurface(options: WalkOptions): SurfaceStart {
  const { descriptor, prober, pool, prefix, usesCompletion } = options;
  const { completion } = descriptor;
  const args = usesCompletion && completion !== undefined && "shell" in completion ? completion.args : undefined;
  const hidden = options.asksHidden ? descriptor.hidden_help_args : undefined;
  const help = (words: readonly string[] | undefined): Promise<Probe | undefined> =>
    words === undefined ? Promise.resolve(undefined) : pool(() => prober.probe("help", [...prefix, ...words]));
  return {
    completion: args === undefined ? Promise.resolve(undefined) : pool(() => prober.probe("completion", [...prefix, ...args])),
    root: probeHelp([], options),
    hiddenHelp: help(hidden),
    globalHelp: help(descriptor.global_help_args),
  };
}

/**
 * Probes the help of every command that help or completion shows, level by level; those of one level in parallel. A program
 * that completes command by command is asked after the walk, which goes on with the commands that only its answers show.
 */
export async function captureSurface(options: WalkOptions, start: SurfaceStart): Promise<SurfaceCapture> {
  const { descriptor } = options;
  const parser = parserAt(descriptor, []);
  const [root, script, hiddenHelp, globalHelp] = await Promise.all([start.root, start.completion, start.hiddenHelp, start.globalHelp]);
  const hiddenRoot = helpIn(hiddenHelp, parser);
  const further = { hiddenRoot, globalFlags: globalFlagsIn(globalHelp, parser) };
  const helps = new Map<string, HelpProbe>([["", { path: [], probe: root }]]);
  const shown = completionIn(script, parser);
  let discovery = await walk(options, helps, shown, further);
  const declaredPaths = await options.declaredPaths;
  if (declaredPaths.length > 0) discovery = await walk(options, helps, shown, { ...further, declaredPaths });
  const protocol = completionProtocol(options, root);
  const answers = protocol === undefined ? undefined : ([] as AcceptanceAnswer[]);
  if (protocol !== undefined && answers !== undefined) {
    for (;;) {
      const calls = nextCompletionCalls(protocol, discovery.result().commands, answers);
      if (calls.length === 0) break;
      answers.push(...(await askCompletion(options, calls)));
      discovery = await walk(options, helps, readCompletionAnswers(answers), { ...further, declaredPaths });
    }
  }
  return {
    helps: [...helps.values()].toSorted((a, b) => comparePaths(a.path, b.path)),
    ...(hiddenHelp === undefined ? {} : { hiddenHelp }),
    ...(globalHelp === undefined ? {} : { globalHelp }),
    ...(script === undefined ? {} : { completion: script }),
    ...(answers === undefined ? {} : { completionAnswers: answers.toSorted(compareAnswers) }),
  };
}

/** Walks the commands; helps that are known already are not asked for again. */
async function walk(
  options: WalkOptions,
  helps: Map<string, HelpProbe>,
  completion: CompletionSurface | undefined,
  further: {
    readonly hiddenRoot: HelpPage | undefined;
    readonly globalFlags: HelpPage["flags"] | undefined;
    readonly declaredPaths?: readonly (readonly string[])[];
  },
): Promise<Discovery> {
  const { descriptor } = options;
  const discovery = new Discovery({
    parserAt: (path) => parserAt(descriptor, path),
    completion,
    ...further,
    extraPaths: options.extraPaths,
    candidatePaths: options.candidatePaths,
    unaskedPaths: descriptor.unasked_commands,
    describeCommand: (path) => helpCommand(descriptor, path).join(" "),
  });
  for (let waiting: readonly (readonly string[])[] = [[]]; waiting.length > 0;) {
    const unknown = waiting.filter((path) => !helps.has(path.join(" ")));
    const probed = (await Promise.all(batchesOf(unknown, options.jobs).map((paths) => probeHelps(paths, options)))).flat();
    for (const help of probed) helps.set(help.path.join(" "), help);
    const below = waiting.flatMap((path) => {
      const help = helps.get(path.join(" "));
      return help === undefined ? [] : discovery.record(path, help.probe);
    });
    waiting = below.length > 0 ? below : discovery.settle();
  }
  return discovery;
}

/**
 * How the program is asked command by command what it completes: only if its help is that of the framework whose protocol
 * that is. Another program might take the words for something to do.
 */
function completionProtocol({ descriptor, usesCompletion }: WalkOptions, root: Probe): CompletionProtocol | undefined {
  const { completion } = descriptor;
  if (!usesCompletion || completion === undefined || !("protocol" in completion)) return undefined;
  const page = helpIn(root, parserAt(descriptor, []));
  const isOwn = page !== undefined && page.confidence > 0 && (page.framework ?? frameworkAt(descriptor, [])) === completion.protocol;
  return isOwn ? completion.protocol : undefined;
}

/** Makes calls for what the program completes. An answer names the command and the words behind it. */
async function askCompletion(
  { descriptor, prober, pool, jobs, prefix }: WalkOptions,
  calls: readonly AcceptanceCall[],
): Promise<readonly AcceptanceAnswer[]> {
  const { completion } = descriptor;
  const before = [...prefix, ...(completion !== undefined && "args" in completion ? completion.args : [])];
  const asked = batchesOf(calls, jobs).map(async (batch) => {
    const answers = await pool(() => prober.askAll(batch.map(({ path, words }) => ({ path: before, words: [...path, ...words] }))));
    return answers.flatMap((answer, index) => {
      const call = batch[index];
      return call === undefined ? [] : [{ ...answer, path: call.path, words: call.words }];
    });
  });
  return (await Promise.all(asked)).flat();
}

function probeHelp(path: readonly string[], { descriptor, prober, pool, prefix }: WalkOptions): Promise<Probe> {
  const words = helpCommand(descriptor, path).slice(1);
  return pool(() => prober.probe("help", [...prefix, ...words]));
}

/** Probes the helps of several commands in one process. */
export async function probeHelps(
  paths: readonly (readonly string[])[],
  { descriptor, prober, pool, prefix }: Pick<WalkOptions, "descriptor" | "prober" | "pool" | "prefix">,
): Promise<readonly HelpProbe[]> {
  const calls = paths.map((path) => [...prefix, ...helpCommand(descriptor, path).slice(1)]);
  const probes = await pool(() => prober.probeAll("help", calls));
  return paths.flatMap((path, index) => {
    const probe = probes[index];
    return probe === undefined ? [] : [{ path, probe }];
  });
}
