import { InputError } from "@lockstep/kernel";
import {
  askedDeclaredPaths,
  commandCandidates,
  compareAnswers,
  hasAcceptanceProtocol,
  parserAt,
  snapshotAcceptance,
  type DeclaredSurface,
  type RawCapture,
} from "@lockstep/surface";
import type { World } from "../world.ts";
import { captureAcceptance } from "./capture-acceptance.ts";
import { captureFeatures } from "./capture-features.ts";
import { captureSurface, startSurface } from "./capture-surface.ts";
import { withProbeFolders } from "./probe-folders.ts";
import { Prober, WARM_UP_FACTOR, type BinaryCall } from "./prober.ts";
import { taskPool } from "./process-pool.ts";

/** Which calls to make, and how many at a time. */
export interface CaptureOptions extends BinaryCall {
  readonly jobs: number;
  readonly usesCompletion: boolean;
  readonly excludedStages: readonly string[];
  /** Whether this machine may have network namespaces. */
  readonly triesNamespace: boolean;
  readonly extraPaths: readonly (readonly string[])[];
  /** Whether to ask about the candidates of `cli.json`. */
  readonly asksCandidates: boolean;
  /** What the program's text declares; absent when that is no evidence. */
  readonly declarations: Promise<DeclaredSurface> | undefined;
  /** Sees the version before anything else is probed; what it throws ends the capture. */
  checkVersion(versionOutput: string): void;
}

/**
 * Calls a binary for its version, its help texts, its completion script, its features and what it says to candidates, and nothing else. Only the version
 * and the root's help must succeed: otherwise `EnvironmentError`, or `InputError` when the help is none of the framework.
 */
export async function captureBinary(world: Pick<World, "files" | "processes" | "env">, options: CaptureOptions): Promise<RawCapture> {
  return withProbeFolders(world.files, async (folders) => {
    const { descriptor } = options;
    const prober = new Prober(options, folders, world.processes, world.env);
    if (options.triesNamespace) await prober.isolate();
    const versionOutput = (await prober.require(descriptor.version_args, options.timeoutMs * WARM_UP_FACTOR)).trim();
    options.checkVersion(versionOutput);
    const canAsk = descriptor.probe_candidates !== undefined || (options.declarations !== undefined && hasAcceptanceProtocol(descriptor));
    const asks = options.asksCandidates && canAsk;
    const declaredPaths = Promise.resolve(options.declarations).then((read) => askedDeclaredPaths(descriptor, read));
    // The walk awaits it late, and throws it then.
    declaredPaths.catch(() => {});
    const walk = {
      descriptor,
      prober,
      jobs: options.jobs,
      pool: taskPool(options.jobs),
      prefix: [],
      usesCompletion: options.usesCompletion,
      extraPaths: options.extraPaths,
      candidatePaths: asks ? commandCandidates(descriptor) : [],
      asksHidden: true,
      declaredPaths,
    };
    const start = startSurface(walk);
    const features = captureFeatures(walk, start, options.excludedStages);
    const [root, surface, featureCapture] = await Promise.all([start.root, captureSurface(walk, start), features]);
    // Asked again only to say why it failed.
    const text = root.type === "text" ? root.text : await prober.require(["--help"], options.timeoutMs);
    if (parserAt(descriptor, []).parseHelp(text).confidence === 0) {
      throw new InputError(
        "HELP_NOT_RECOGNISED",
        `"${descriptor.binary} --help" (${options.binary}) prints no help of the framework "${descriptor.framework}": it shows neither usage nor options. It begins with "${(text.trim().split("\n")[0] ?? "").slice(0, 100)}"`,
        {
          hint: `Check that --binary is ${descriptor.binary} itself, and "framework" in its cli.json`,
        },
      );
    }
    const declarations = await options.declarations;
    const captured = {
      versionOutput,
      ...surface,
      ...(featureCapture === undefined ? {} : { features: featureCapture }),
      ...(declarations === undefined ? {} : { declarations }),
    };
    if (!asks) return captured;
    const { plan, declared, refusals } = snapshotAcceptance(descriptor, captured, options.extraPaths);
    const [reviewed, unreviewed] = [await captureAcceptance(plan, walk, refusals), await captureAcceptance(declared.plan, walk)];
    return { ...captured, acceptance: [...reviewed, ...unreviewed].toSorted(compareAnswers) };
  });
}
