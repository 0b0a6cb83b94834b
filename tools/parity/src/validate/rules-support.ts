import type { ParityRules } from "@lockstep/contracts";
import { InputError } from "@lockstep/kernel";
import { quote } from "./violation.ts";

const stableVersion = /^(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)$/;

/**
 * Tells stable versions by the rules' `stable_semver_pattern`: MAJOR.MINOR.PATCH that matches it. Throws `InputError`
 * `RULES_UNSUPPORTED` when the pattern is no regular expression, or the rules ask for scope semantics that do not exist.
 */
export function stableVersionTest(rules: ParityRules, rulesPath: string): (text: string) => boolean {
  const { stable_semver_pattern: source } = rules.versioning.pointers;
  const { defaults, platforms_expand_using: expansion, scope_set_resolution: resolution } = rules.wrapper_coverage.scope_semantics;
  const problems: string[] = [];
  const only = (pointer: string, wanted: string, actual: string): void => {
    if (actual !== wanted) problems.push(`${pointer} must be ${quote(wanted)}, is ${quote(actual)}`);
  };
  const pattern = compile(source);
  if (pattern === undefined) problems.push(`/versioning/pointers/stable_semver_pattern must be a regular expression, is ${quote(source)}`);
  only("/wrapper_coverage/scope_semantics/platforms_expand_using", "union.platform_mapping", expansion);
  only("/wrapper_coverage/scope_semantics/defaults/no_scope_means", "all_expected_targets", defaults.no_scope_means);
  only("/wrapper_coverage/scope_semantics/scope_set_resolution/mode", "union", resolution.mode);
  if (problems.length > 0 || pattern === undefined)
    throw new InputError("RULES_UNSUPPORTED", `"${rulesPath}": ${problems.join("; ")}`, { hint: "Correct the rules" });
  return (text) => stableVersion.test(text) && pattern.test(text);
}

function compile(source: string): RegExp | undefined {
  try {
    return new RegExp(source, "u");
  } catch {
    return undefined;
  }
}
