import type { FeatureFailure } from "@lockstep/contracts";
import { enableWords, parseFeatureList, plainOmission, requestedFeatures, type FeatureCapture, type Probe } from "@lockstep/surface";
import { captureSurface, startSurface, type SurfaceStart, type WalkOptions } from "./capture-surface.ts";
import type { Call } from "./prober.ts";

/**
 * Lists the features, enables all but those of the excluded stages, and walks the commands again only where the root's help
 * or the completion script differs with them on. Features that cannot be enabled are found by halving; the walk goes on
 * without them.
 */
export async function captureFeatures(
  options: WalkOptions,
  base: SurfaceStart,
  excludedStages: readonly string[],
): Promise<FeatureCapture | undefined> {
  const { descriptor, prober, pool } = options;
  const features = descriptor.features;
  if (features === undefined) return undefined;
  const list = await pool(() => prober.probe("feature list", features.list_args));
  if (list.type === "failed") return { list, requested: [], enabled: [], failures: [] };
  const rows = parseFeatureList(list.text);
  const requested = requestedFeatures(rows, excludedStages);
  const flags = (names: readonly string[]): readonly string[] => enableWords(descriptor, names);
  // Help ignores unknown features, so the list is what shows whether they can be enabled.
  const check = (names: readonly string[]): Promise<Call> => pool(() => prober.call([...flags(names), ...features.list_args]));
  const stages = new Map(rows.map(({ name, stage }) => [name, stage]));
  const failures: FeatureFailure[] = [];
  const enable = async (enabled: readonly string[], wanted: readonly string[]): Promise<readonly string[]> => {
    const [first] = wanted;
    if (first === undefined) return enabled;
    const together = [...enabled, ...wanted];
    const { outcome } = await check(together);
    if (outcome.type === "exited" && outcome.exitCode === 0) return together;
    if (wanted.length === 1) {
      failures.push(failureOf(first, stages.get(first) ?? "", outcome));
      return enabled;
    }
    const [rest, suspects] = splitSuspects(wanted, outcome.stderr);
    return enable(await enable(enabled, rest), suspects);
  };
  const enabled = await enable([], requested);
  const withFeatures =
    enabled.length === 0
      ? undefined
      : await captureIfDifferent(
          { ...options, prefix: flags(enabled), candidatePaths: [], asksHidden: false, declaredPaths: Promise.resolve([]) },
          base,
        );
  return { list, requested, enabled, failures, ...(withFeatures === undefined ? {} : { withFeatures }) };
}

/** Halves a set that cannot be enabled; those that the error names make a part of their own, which mostly saves the halving. */
function splitSuspects(wanted: readonly string[], stderr: string): readonly [readonly string[], readonly string[]] {
  const words = new Set(stderr.match(/\w(?:[\w.-]*\w)?/g)?.flatMap((word) => [word, ...word.split(".")]));
  const named = wanted.filter((name) => words.has(name));
  if (named.length > 0 && named.length < wanted.length) return [wanted.filter((name) => !words.has(name)), named];
  const middle = Math.ceil(wanted.length / 2);
  return [wanted.slice(0, middle), wanted.slice(middle)];
}

async function captureIfDifferent(options: WalkOptions, base: SurfaceStart): Promise<FeatureCapture["withFeatures"]> {
  const start = startSurface(options);
  const [root, completion, baseRoot, baseCompletion] = await Promise.all([start.root, start.completion, base.root, base.completion]);
  const isSame = (probe: Probe | undefined, baseProbe: Probe | undefined): boolean =>
    JSON.stringify(withoutWords(probe, options.prefix)) === JSON.stringify(baseProbe);
  return isSame(root, baseRoot) && isSame(completion, baseCompletion) ? undefined : captureSurface(options, start);
}

/** A failed probe as it would read without these words in its command line. */
function withoutWords(probe: Probe | undefined, words: readonly string[]): Probe | undefined {
  return probe?.type === "failed" ? { ...probe, omission: plainOmission(probe.omission, words) } : probe;
}

function failureOf(feature: string, stage: string, outcome: Call["outcome"]): FeatureFailure {
  const said = outcome.type === "exited" ? outcome.stderr.trim() : `${outcome.type}: ${outcome.reason ?? ""}`.trim();
  return {
    // What was ended from outside may have left a code too, which is no answer.
    ...(outcome.type !== "exited" || outcome.exitCode === null ? {} : { exit_code: outcome.exitCode }),
    feature,
    stage,
    ...(said === "" ? {} : { stderr: said.slice(-MAX_STDERR) }),
  };
}

const MAX_STDERR = 1000;
