import type { CoverageScope, ParityRules } from "@lockstep/contracts";

/** A scope as the writer stores it: target triples in expected order, or no scope for all targets. */
export type NormalisedScope =
  | { readonly type: "scope"; readonly targets: readonly string[] | undefined }
  | { readonly type: "unknown"; readonly what: "platform" | "target"; readonly name: string; readonly known: readonly string[] };

/** Expands platforms through the rules' `union.platform_mapping`; one without an expected target is unknown. The scope `{}` is dropped. */
export function normaliseScope(scope: CoverageScope | undefined, { union }: Pick<ParityRules, "union">): NormalisedScope {
  const platforms = scope?.platforms ?? [];
  const triples = scope?.target_triples ?? [];
  const knownPlatforms: readonly string[] = [...new Set(union.expected_targets.flatMap((target) => union.platform_mapping[target] ?? []))];
  const badPlatform = platforms.find((platform) => !knownPlatforms.includes(platform));
  if (badPlatform !== undefined) return { type: "unknown", what: "platform", name: badPlatform, known: knownPlatforms };
  const badTarget = triples.find((triple) => !union.expected_targets.includes(triple));
  if (badTarget !== undefined) return { type: "unknown", what: "target", name: badTarget, known: union.expected_targets };
  const targets = union.expected_targets.filter(
    (target) => triples.includes(target) || platforms.includes(union.platform_mapping[target] ?? ""),
  );
  return { type: "scope", targets: targets.length === 0 ? undefined : targets };
}
