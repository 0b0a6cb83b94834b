import type { CoverageLevel, ParityRules, UpstreamSnapshotUnionV2, WrapperCoverageV1, WrapperScenarios } from "@lockstep/contracts";
import { unitId, type UnitIdentity } from "../unit.ts";
import { indexCoverage } from "../wrapper-coverage/coverage-index.ts";
import { creditScenarios, type Showing } from "../wrapper-coverage/credit-scenarios.ts";
import { intentionOn } from "../wrapper-coverage/target-claims.ts";

/** One claim of `wrapper_coverage.json`. */
export interface Claim {
  /** Where it stands in the file: `coverage[3].flags[0]`. */
  readonly position: string;
  readonly level: CoverageLevel;
  readonly note: string | null;
  /** The expected targets that it is about; `null` for all of them. */
  readonly targets: readonly string[] | null;
}

/** The intention that a unit has from a command above it. */
export interface InheritedClaim {
  readonly path: readonly string[];
  readonly note: string | null;
  readonly targets: readonly string[];
}

/** What the wrapper claims of one unit. */
export interface WrapperClaims {
  readonly claims: readonly Claim[];
  /** On the targets where it claims nothing of the unit itself. */
  readonly inherited: readonly InheritedClaim[];
}

/** The claims of a unit, and those it inherits. */
export function wrapperClaims(identity: UnitIdentity, coverage: WrapperCoverageV1, rules: Pick<ParityRules, "union">): WrapperClaims {
  const index = indexCoverage(coverage, rules);
  const expected = rules.union.expected_targets;
  const entries = index.entriesOf(identity);
  const bare = expected.filter((target) => entries.every(({ targets }) => !targets.has(target)));
  const intentions = bare.flatMap((target) => {
    const intention = intentionOn(index, identity, target);
    return intention === undefined ? [] : [{ target, ...intention }];
  });
  return {
    claims: entries.map(({ position, level, note, targets }) => ({
      position,
      level,
      note: note ?? null,
      targets: targets.size === expected.length ? null : [...targets],
    })),
    inherited: [...Map.groupBy(intentions, ({ unit, note }) => `${unitId(unit)}\0${note ?? ""}`).values()].flatMap((same) => {
      const [first] = same;
      return first === undefined ? [] : [{ path: first.unit.path, note: first.note ?? null, targets: same.map(({ target }) => target) }];
    }),
  };
}

/** The scenarios that show a unit. */
export interface ScenarioEvidence {
  /** How many scenarios the wrapper has. */
  readonly total: number;
  readonly shownBy: readonly { readonly name: string; readonly versions: readonly string[] }[];
  /** The versions that it is passed to alone: every scenario that shows it names its versions. `null` where one does not, or none shows it. */
  readonly onlyFor: readonly string[] | null;
  /** The shortest command line that shows it, without the binary, and the scenario that has it. */
  readonly example: { readonly name: string; readonly argv: readonly string[] } | null;
}

/** Reads the scenarios as `wrapper-coverage` does, and keeps those that show the unit. */
export function scenarioEvidence(
  identity: UnitIdentity,
  scenarios: WrapperScenarios,
  unions: readonly { readonly version: string; readonly union: UpstreamSnapshotUnionV2 }[],
): ScenarioEvidence {
  const showings = creditScenarios(scenarios, unions).shownBy.get(unitId(identity)) ?? [];
  const shortest = showings.toSorted((a, b) => a.scenario.argv.length - b.scenario.argv.length)[0]?.scenario;
  return {
    total: scenarios.scenarios.length,
    onlyFor: showings.length > 0 && showings.every(({ scenario }) => scenario.versions !== undefined) ? meantFor(showings, unions) : null,
    shownBy: showings.map(({ scenario: { name }, versions }) => ({ name, versions })),
    example: shortest === undefined ? null : { name: shortest.name, argv: shortest.argv.map(({ token }) => token) },
  };
}

/** The committed versions that one of the scenarios is meant for, ascending; a flag may count at the root in one of them. */
function meantFor(showings: readonly Showing[], unions: readonly { readonly version: string }[]): readonly string[] {
  return unions.map(({ version }) => version).filter((version) => showings.some(({ scenario }) => scenario.versions?.includes(version)));
}
