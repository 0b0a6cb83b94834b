import type { ParityRules } from "@lockstep/contracts";

const plainVersion = /^(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)$/;

/**
 * Tells stable versions: MAJOR.MINOR.PATCH that matches the rules' `versioning.pointers.stable_semver_pattern`, which
 * `assertRulesSupported` has found to be a regular expression.
 */
export function stableVersions({ versioning }: Pick<ParityRules, "versioning">): (text: string) => boolean {
  const pattern = new RegExp(versioning.pointers.stable_semver_pattern, "u");
  return (text) => plainVersion.test(text) && pattern.test(text);
}
