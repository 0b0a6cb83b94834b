import type { CoverageLevel } from "@lockstep/contracts";
import { InputError } from "@lockstep/kernel";
import { describeUnit, type UnitIdentity } from "../unit.ts";
import type { CoverageIndex } from "./coverage-index.ts";

/** What the wrapper claims of a unit on some targets. */
export interface ResolvedLevel {
  readonly level: CoverageLevel;
  /** The first note in the order of the file. */
  readonly note: string | undefined;
}

/**
 * The one level that the wrapper claims of a unit on any of `targets`; `undefined` when it claims none. Throws
 * `InputError` `COVERAGE_LEVELS_DIFFER` when its claims there disagree.
 */
export function resolveLevel(index: CoverageIndex, unit: UnitIdentity, targets: ReadonlySet<string>): ResolvedLevel | undefined {
  const claims = index.entriesOf(unit).filter((entry) => !entry.targets.isDisjointFrom(targets));
  const levels = new Set(claims.map(({ level }) => level));
  const [level] = levels;
  if (level === undefined) return undefined;
  if (levels.size > 1) {
    const said = claims.map((claim) => `${claim.position} "${claim.level}"`).join(", ");
    throw new InputError(
      "COVERAGE_LEVELS_DIFFER",
      `"wrapper_coverage.json" gives ${unit.unit} "${describeUnit(unit)}" several levels on ${[...targets].join(", ")}: ${said}; expected one`,
      {
        hint: "Regenerate it: xtask wrapper-coverage",
      },
    );
  }
  return { level, note: claims.find(({ note }) => note !== undefined)?.note };
}
