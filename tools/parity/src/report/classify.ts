import type { CoverageLevel, Deltas } from "@lockstep/contracts";
import { InputError, unreachable } from "@lockstep/kernel";
import { describeUnit, type UnitIdentity, type UpstreamUnit } from "../unit.ts";
import type { ResolvedLevel } from "../wrapper-coverage/resolve-level.ts";

/** A present upstream unit with all that decides where it is listed. */
export interface Candidate {
  readonly unit: UpstreamUnit;
  readonly claim: ResolvedLevel | undefined;
  /** The exclusion's note, when the rules exclude the unit itself. */
  readonly exclusionNote: string | undefined;
  /** The unit belongs to an excluded command whose units are in no list. */
  readonly isHiddenByExclusion: boolean;
  /** The nearest intentionally unsupported command above it, looked for when the wrapper claims nothing of the unit. */
  readonly inherited: () => ResolvedLevel | undefined;
}

export type DeltaName = keyof Deltas;

/** Where a unit is listed, or that no list has it. */
export interface Verdict {
  readonly delta: DeltaName | undefined;
  readonly level: CoverageLevel | undefined;
  readonly note: string | undefined;
}

/** Every delta's name by kind of unit; each name stands here once. */
const deltaNames = {
  missing: { command: "missing_commands", flag: "missing_flags", arg: "missing_args" },
  excluded: { command: "excluded_commands", flag: "excluded_flags", arg: "excluded_args" },
  wrapperOnly: { command: "wrapper_only_commands", flag: "wrapper_only_flags", arg: "wrapper_only_args" },
  passthrough: "passthrough_candidates",
  unsupported: "unsupported",
  intentionallyUnsupported: "intentionally_unsupported",
} as const satisfies Record<string, DeltaName | Record<UnitIdentity["unit"], DeltaName>>;

/** The delta of a wrapper claim without an upstream unit. */
export function wrapperOnlyDelta(unit: UnitIdentity): DeltaName {
  return deltaNames.wrapperOnly[unit.unit];
}

/** The rules of classification; the first that gives a verdict decides. */
const classification: readonly ((candidate: Candidate) => Verdict | undefined)[] = [
  function excluded({ unit, exclusionNote, isHiddenByExclusion, claim }) {
    if (isHiddenByExclusion) return { delta: undefined, level: undefined, note: undefined };
    return exclusionNote === undefined ? undefined : { delta: deltaNames.excluded[unit.unit], level: claim?.level, note: exclusionNote };
  },
  function inheritsIntention({ claim, inherited }) {
    const root = claim === undefined ? inherited() : undefined;
    return root === undefined ? undefined : { delta: deltaNames.intentionallyUnsupported, ...root };
  },
  function intended({ unit, claim }) {
    if (claim?.level !== "intentionally_unsupported") return undefined;
    if (claim.note === undefined) {
      throw new InputError("INTENTION_WITHOUT_NOTE", `"wrapper_coverage.json" declares ${unit.unit} "${describeUnit(unit)}" intentionally_unsupported without a "note"; expected the reason`, {
        hint: "Add the reason where the wrapper declares it, then run: xtask wrapper-coverage",
      });
    }
    return { delta: deltaNames.intentionallyUnsupported, ...claim };
  },
  function byLevel({ unit, claim }) {
    return { delta: deltaOfLevel(unit, claim?.level ?? "unknown"), level: claim?.level, note: claim?.note };
  },
];

/** Finds the delta of a present upstream unit. Throws `InputError` for a claim that cannot be judged. */
export function classify(candidate: Candidate): Verdict {
  for (const rule of classification) {
    const verdict = rule(candidate);
    if (verdict !== undefined) return verdict;
  }
  throw new Error(`No rule classified ${describeUnit(candidate.unit)}`);
}

function deltaOfLevel({ unit }: UnitIdentity, level: CoverageLevel): DeltaName | undefined {
  switch (level) {
    case "explicit":
      return undefined;
    case "passthrough":
      return unit === "command" ? deltaNames.passthrough : undefined;
    case "unsupported":
      return unit === "command" ? deltaNames.unsupported : deltaNames.missing[unit];
    case "unknown":
      return deltaNames.missing[unit];
    case "intentionally_unsupported":
      return deltaNames.intentionallyUnsupported;
    default:
      return unreachable(level);
  }
}
