import type { CliDescriptor } from "@lockstep/contracts";
import { comparePaths } from "@lockstep/kernel";
import { Discovery, helpCommand, parserAt, type HelpProbe, type Probe, type SurfaceCapture } from "@lockstep/surface";
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
}

/** The root's help, once more with what it hides, and the completion script, started but not awaited. */
export interface SurfaceStart {
  readonly root: Promise<Probe>;
  readonly hiddenHelp: Promise<Probe | undefined>;
  readonly completion: Promise<Probe | undefined>;
}

/** Starts the calls that every walk begins with. */
export function startSurface(options: WalkOptions): SurfaceStart {
  const { descriptor, prober, pool, prefix, usesCompletion } = options;
  const args = usesCompletion ? descriptor.completion?.args : undefined;
  const hidden = options.asksHidden ? descriptor.hidden_help_args : undefined;
  return {
    completion: args === undefined ? Promise.resolve(undefined) : pool(() => prober.probe("completion", [...prefix, ...args])),
    root: probeHelp([], options),
    hiddenHelp: hidden === undefined ? Promise.resolve(undefined) : pool(() => prober.probe("help", [...prefix, ...hidden])),
  };
}

/** Probes the help of every command that help or completion shows, level by level; those of one level in parallel. */
export async function captureSurface(options: WalkOptions, start: SurfaceStart): Promise<SurfaceCapture> {
  const { descriptor } = options;
  const [root, completion, hiddenHelp] = await Promise.all([start.root, start.completion, start.hiddenHelp]);
  const discovery = new Discovery({
    parserAt: (path) => parserAt(descriptor, path),
    completion: completion?.type === "text" ? parserAt(descriptor, []).parseCompletion(completion.text) : undefined,
    hiddenRoot: hiddenHelp?.type === "text" ? parserAt(descriptor, []).parseHelp(hiddenHelp.text) : undefined,
    extraPaths: options.extraPaths,
    candidatePaths: options.candidatePaths,
    describeCommand: (path) => helpCommand(descriptor, path).join(" "),
  });
  const helps: HelpProbe[] = [{ path: [], probe: root }];
  for (let waiting = discovery.record([], root); waiting.length > 0;) {
    const probed = (await Promise.all(batchesOf(waiting, options.jobs).map((paths) => probeHelps(paths, options)))).flat();
    helps.push(...probed);
    const below = probed.flatMap(({ path, probe }) => discovery.record(path, probe));
    waiting = below.length > 0 ? below : discovery.settle();
  }
  return {
    helps: helps.toSorted((a, b) => comparePaths(a.path, b.path)),
    ...(hiddenHelp === undefined ? {} : { hiddenHelp }),
    ...(completion === undefined ? {} : { completion }),
  };
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
