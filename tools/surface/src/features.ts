import type { CliDescriptor, CommandPath, FeatureRow, Features } from "@lockstep/contracts";
import { compareCodePoints, omitAbsent } from "@lockstep/kernel";
import type { FeatureCapture } from "./capture.ts";

/** Reads a list of features, rows `name  stage  true|false` where the stage may be several words; in code-point order of the names. */
export function parseFeatureList(text: string): readonly FeatureRow[] {
  const rows = new Map<string, FeatureRow>();
  for (const line of text.split("\n")) {
    const [, name, stage, effective] = /^\s*(\S+)\s+(\S.*?)\s+(true|false)\s*$/.exec(line) ?? [];
    if (name !== undefined && stage !== undefined) rows.set(name, { effective: effective === "true", name, stage });
  }
  return [...rows.values()].toSorted((a, b) => compareCodePoints(a.name, b.name));
}

/** The names that the policy asks to enable: every listed feature whose stage is not excluded. */
export function requestedFeatures(listed: readonly FeatureRow[], excludedStages: readonly string[]): readonly string[] {
  return listed.filter(({ stage }) => !excludedStages.includes(stage)).map(({ name }) => name);
}

/** The words that enable features, for the front of a command line. */
export function enableWords({ features }: Pick<CliDescriptor, "features">, names: readonly string[]): readonly string[] {
  return features === undefined ? [] : names.flatMap((name) => [features.enable_flag, name]);
}

/** An entry of `known_omissions` as it would read without these words in its command line. */
export function plainOmission(omission: string, words: readonly string[]): string {
  return words.length === 0 ? omission : omission.replace(` ${words.join(" ")} `, " ");
}

/**
 * The `features` of a snapshot. `requested_enable` and `enable_failures` are there only when some feature could not be
 * enabled; without them what was requested equals `enabled_for_snapshot`.
 * @param added paths that only the surface with features on has
 */
export function describeFeatures(capture: FeatureCapture, added: readonly CommandPath[]): Features {
  if (capture.list.type === "failed") return { mode: "default_only", probe_error: capture.list.omission };
  const failed = capture.failures.length > 0;
  return omitAbsent({
    commands_added_when_all_enabled: added,
    enable_failures: failed ? capture.failures.toSorted((a, b) => compareCodePoints(a.feature, b.feature)) : undefined,
    enabled_for_snapshot: capture.enabled.toSorted(compareCodePoints),
    listed: parseFeatureList(capture.list.text),
    mode: "default_plus_all_enabled" as const,
    requested_enable: failed ? capture.requested.toSorted(compareCodePoints) : undefined,
  });
}
