import type { CoverageLevel, CoverageScope, ParityRules, WrapperCoverageV1, WrapperScenarios } from "@lockstep/contracts";
import { InputError } from "@lockstep/kernel";
import { indexExclusions } from "../rules/exclusions.ts";
import { describeUnit, identityOf, unitId, upstreamUnits, type UnitIdentity } from "../unit.ts";
import { creditScenarios, type ReadingVersion } from "./credit-scenarios.ts";
import { findOverlaps, type PlacedClaim } from "./overlaps.ts";
import { normaliseScope } from "./scope.ts";
import { writeCoverage } from "./write-coverage.ts";

/** What a wrapper coverage is derived from. */
export interface CoverageInputs {
  readonly rules: ParityRules;
  readonly scenarios: WrapperScenarios;
  /** Every committed union, whose grammars the command lines are read with. */
  readonly unions: readonly ReadingVersion[];
  readonly generatedAt: string;
}

/**
 * Derives what a wrapper supports from the command lines it emits: a unit that a typed token names is `explicit`. Only
 * `passthrough` and `intentionally_unsupported` are declared. Throws one `InputError` `COVERAGE_REFUSED` with every problem:
 * a token that no version knows, a declaration that says nothing or contradicts what is shown, an excluded unit, overlapping
 * scopes, an empty result.
 */
export function deriveCoverage({ rules, scenarios, unions, generatedAt }: CoverageInputs): WrapperCoverageV1 {
  const { shown, problems } = creditScenarios(scenarios, unions);
  const known = new Set(unions.flatMap(({ union }) => upstreamUnits(union).map(unitId)));
  const exclusions = indexExclusions(rules);
  const claims: PlacedClaim[] = [...shown.values()].map((identity) => ({
    identity,
    level: "explicit",
    note: undefined,
    scope: undefined,
    position: "scenarios",
  }));
  for (const [position, declared] of scenarios.declared.entries()) {
    const where = `declared[${String(position)}]`;
    const identity = declaredIdentity(declared);
    if (typeof identity === "string") {
      problems.push(`${where}: ${identity}`);
      continue;
    }
    if (shown.has(unitId(identity))) {
      problems.push(
        `${where}: ${identity.unit} "${describeUnit(identity)}" is declared ${declared.level}, but a scenario shows a typed token for it; drop the declaration`,
      );
      continue;
    }
    if (!known.has(unitId(identity)))
      problems.push(`${where}: no committed version has the ${identity.unit} "${describeUnit(identity)}"; drop the declaration`);
    const scope = normaliseScope(declared.scope, rules);
    if (scope.type === "unknown")
      problems.push(`${where}: unknown ${scope.what} "${scope.name}"; expected one of ${scope.known.join(", ")}`);
    else claims.push({ identity, level: declared.level, note: declared.note, scope: scope.targets, position: where });
  }
  for (const { identity } of claims) {
    if (exclusions.noteOf(identity) !== undefined)
      problems.push(`${identity.unit} "${describeUnit(identity)}" is excluded by the rules (parity_exclusions) and must not be claimed`);
  }
  problems.push(...findOverlaps(claims, rules));
  if (claims.length === 0 && problems.length === 0) problems.push("the scenarios show no unit and nothing is declared");
  if (problems.length > 0) {
    throw new InputError(
      "COVERAGE_REFUSED",
      `The wrapper's scenarios give no valid coverage:\n${problems.map((problem) => `  ${problem}`).join("\n")}`,
      {
        hint: "Correct the wrapper's scenarios or declarations; the committed coverage is untouched",
      },
    );
  }
  return {
    schema_version: 1,
    generated_at: generatedAt,
    wrapper_version: scenarios.wrapper_version,
    coverage: writeCoverage(claims, rules.union.expected_targets),
  };
}

interface Declared {
  readonly path: readonly string[];
  readonly key?: string;
  readonly name?: string;
  readonly level: CoverageLevel;
  readonly scope?: CoverageScope;
}

function declaredIdentity(declared: Declared): UnitIdentity | string {
  const { path, key, name } = declared;
  if (key !== undefined && name !== undefined) return `"${path.join(" ")}" has both a "key" and a "name"; expected one`;
  return identityOf(declared);
}
