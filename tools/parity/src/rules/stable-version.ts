import type { ParityRules } from "@lockstep/contracts";
import { InputError } from "@lockstep/kernel";
import { valid } from "semver";

/**
 * Tells stable versions by the rules' `versioning.pointers.stable_semver_pattern`; what is no semantic version is none. Throws
 * `InputError` `RULES_UNSUPPORTED` when the pattern is no regular expression.
 */
export function stableVersions({ versioning }: Pick<ParityRules, "versioning">): (text: string) => boolean {
  const { stable_semver_pattern: source } = versioning.pointers;
  try {
    const pattern = new RegExp(source, "u");
    return (text) => valid(text) === text && pattern.test(text);
  } catch (cause) {
    throw new InputError(
      "RULES_UNSUPPORTED",
      `The rules' /versioning/pointers/stable_semver_pattern must be a regular expression, is ${JSON.stringify(source)}`,
      { hint: "Correct the rules", cause },
    );
  }
}
