import assert from "node:assert/strict";
import { test } from "node:test";
import type { ParityRules } from "@lockstep/contracts";
import { InputError } from "@lockstep/kernel";
import { rulesWith } from "@lockstep/testing";
import { assertRulesSupported } from "./assert-rules-supported.ts";

function refusal(rules: ParityRules): string {
  try {
    assertRulesSupported(rules, "root/RULES.json");
  } catch (error) {
    assert(error instanceof InputError);
    return error.message;
  }
  return "";
}

test("assertRulesSupported() accepts the rules of version 1 and of version 2", () => {
  assert.equal(refusal(rulesWith()), "");
  assert.equal(refusal({ ...rulesWith(), rules_schema_version: 2 }), "");
});

test("assertRulesSupported() names every problem at once when the rules ask for what does not exist", () => {
  const rules = rulesWith();
  assert.equal(
    refusal({
      ...rules,
      versioning: { pointers: { stable_semver_pattern: "(" } },
      union: { ...rules.union, required_target: "nope" },
      wrapper_coverage: { scope_semantics: { ...rules.wrapper_coverage.scope_semantics, platforms_expand_using: "magic" } },
    }),
    `"root/RULES.json": /versioning/pointers/stable_semver_pattern must be a regular expression, is "("; ` +
      `/wrapper_coverage/scope_semantics/platforms_expand_using must be "union.platform_mapping", is "magic"; ` +
      `/union/required_target must be one of ${rules.union.expected_targets.join(", ")}, is "nope"`,
  );
});

test("assertRulesSupported() refuses a version that has no decisions", () => {
  assert.match(refusal({ ...rulesWith(), rules_schema_version: 99 }), /"rules_schema_version" is 99; this xtask knows 1, 2$/);
});
