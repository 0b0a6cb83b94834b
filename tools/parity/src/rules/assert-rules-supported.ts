import type { ParityRules } from "@lockstep/contracts";
import { InputError } from "@lockstep/kernel";
import { decisionsFor } from "./decisions.ts";

/**
 * Refuses rules that this program cannot follow, whatever command reads them. Throws `InputError` `RULES_VERSION_UNKNOWN`, or
 * `RULES_UNSUPPORTED` with every problem: a pattern that is no regular expression, scope semantics that do not exist, a
 * required target that is not expected.
 */
export function assertRulesSupported(rules: ParityRules, rulesPath: string): void {
  decisionsFor(rules);
  const { defaults, platforms_expand_using: expansion, scope_set_resolution: resolution } = rules.wrapper_coverage.scope_semantics;
  const { stable_semver_pattern: pattern } = rules.versioning.pointers;
  const { required_target: required, expected_targets: expected } = rules.union;
  const scope = "/wrapper_coverage/scope_semantics";
  const checks: readonly (readonly [isKept: boolean, pointer: string, wanted: string, actual: string])[] = [
    [isPattern(pattern), "/versioning/pointers/stable_semver_pattern", "a regular expression", pattern],
    [expansion === "union.platform_mapping", `${scope}/platforms_expand_using`, '"union.platform_mapping"', expansion],
    [
      defaults.no_scope_means === "all_expected_targets",
      `${scope}/defaults/no_scope_means`,
      '"all_expected_targets"',
      defaults.no_scope_means,
    ],
    [resolution.mode === "union", `${scope}/scope_set_resolution/mode`, '"union"', resolution.mode],
    [expected.includes(required), "/union/required_target", `one of ${expected.join(", ")}`, required],
  ];
  const problems = checks
    .filter(([isKept]) => !isKept)
    .map(([, pointer, wanted, actual]) => `${pointer} must be ${wanted}, is ${JSON.stringify(actual)}`);
  if (problems.length > 0)
    throw new InputError("RULES_UNSUPPORTED", `"${rulesPath}": ${problems.join("; ")}`, { hint: "Correct the rules" });
}

function isPattern(source: string): boolean {
  try {
    return Boolean(new RegExp(source, "u"));
  } catch {
    return false;
  }
}
