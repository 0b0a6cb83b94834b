import type { CoverageLevel, Deltas } from "@lockstep/contracts";
import { InputError, unreachable } from "@lockstep/kernel";
import type { FadingState } from "../fading.ts";
import { describeUnit, type UnitIdentity, type UpstreamUnit } from "../unit.ts";
import type { ResolvedLevel } from "../wrapper-coverage/resolve-level.ts";

/** A present upstream unit with all that decides where it is listed. */
export interface Candidate {
  readonly unit: UpstreamUnit;
  readonly claim: ResolvedLevel | undefined;
  /** The exclusion's note, "" when it has none, when the rules exclude the unit itself. */
  readonly exclusionNote: string | undefined;
  /** The unit belongs to an excluded command whose units are in no list. */
  readonly isHiddenByExclusion: boolean;
  /** The nearest intentionally unsupported command above it, looked for when the wrapper claims nothing of the unit. */
  readonly inherited: () => InheritedLevel | undefined;
  /** What upstream does with it before it removes it, where the rules list such units apart. */
  readonly state?: FadingState | undefined;
}

/** A level that is claimed of a command above the unit. */
export type InheritedLevel = ResolvedLevel & { readonly unit: UnitIdentity };

export type DeltaName = keyof Deltas;

/** What becomes of a unit; without an outcome no list has it. */
export interface Verdict {
  readonly outcome: Outcome | undefined;
  readonly level: CoverageLevel | undefined;
  readonly note: string | undefined;
  /** What decided. */
  readonly reason: Reason;
}

/** What becomes of a unit that is listed; the table says which list that is. */
export type Outcome =
  | "missing"
  | "excluded"
  | "passthrough"
  | "unsupported"
  | "intentionally unsupported"
  | "wrapper only"
  | "hidden"
  | "at risk";

/** What decided about a unit, with what it was decided by. `describeReason` has it in words. */
export type Reason =
  | { readonly type: "hidden by its command's exclusion" }
  | { readonly type: "excluded" }
  | { readonly type: "inherited intention"; readonly from: UnitIdentity }
  | { readonly type: "own intention" }
  | { readonly type: "level"; readonly level: CoverageLevel | undefined }
  | { readonly type: "fading"; readonly level: CoverageLevel | undefined; readonly state: FadingState }
  | { readonly type: "wrapper only"; readonly isCountedAtRoot: boolean }
  | { readonly type: "counted at the root" }
  | { readonly type: "absent" };

interface DeltaRow {
  readonly delta: DeltaName;
  readonly outcome: Outcome;
  readonly units: readonly UnitIdentity["unit"][];
  /** The list stands in every report, filled or not. */
  readonly isAlwaysListed?: true;
  /** The list has units of several kinds and is sorted by kind first. */
  readonly isMixed?: true;
}

/** Every delta of a report, in the report's order; each name stands here once. */
export const deltaTable = completeTable([
  { delta: "missing_commands", outcome: "missing", units: ["command"], isAlwaysListed: true },
  { delta: "missing_flags", outcome: "missing", units: ["flag"], isAlwaysListed: true },
  { delta: "missing_args", outcome: "missing", units: ["arg"], isAlwaysListed: true },
  { delta: "excluded_commands", outcome: "excluded", units: ["command"] },
  { delta: "excluded_flags", outcome: "excluded", units: ["flag"] },
  { delta: "excluded_args", outcome: "excluded", units: ["arg"] },
  { delta: "passthrough_candidates", outcome: "passthrough", units: ["command"] },
  { delta: "unsupported", outcome: "unsupported", units: ["command"] },
  { delta: "intentionally_unsupported", outcome: "intentionally unsupported", units: ["command", "flag", "arg"], isMixed: true },
  { delta: "wrapper_only_commands", outcome: "wrapper only", units: ["command"] },
  { delta: "wrapper_only_flags", outcome: "wrapper only", units: ["flag"] },
  { delta: "wrapper_only_args", outcome: "wrapper only", units: ["arg"] },
  { delta: "hidden_commands", outcome: "hidden", units: ["command"] },
  { delta: "hidden_flags", outcome: "hidden", units: ["flag"] },
  { delta: "hidden_args", outcome: "hidden", units: ["arg"] },
  { delta: "at_risk", outcome: "at risk", units: ["command", "flag", "arg"], isMixed: true },
]);

/** Takes the rows as they are; a delta of the contract without a row does not compile. */
function completeTable<const Rows extends readonly DeltaRow[]>(
  rows: [DeltaName] extends [Rows[number]["delta"]] ? Rows : never,
): readonly DeltaRow[] {
  return rows;
}

/** The delta that lists a unit with an outcome. */
export function deltaOf({ unit }: UnitIdentity, outcome: Outcome): DeltaName | undefined {
  return deltaTable.find((row) => row.outcome === outcome && row.units.includes(unit))?.delta;
}

/** The rules of classification; the first that gives a verdict decides. */
const classification: readonly ((candidate: Candidate) => Verdict | undefined)[] = [
  function excluded({ exclusionNote, isHiddenByExclusion, claim }) {
    if (isHiddenByExclusion)
      return { outcome: undefined, level: undefined, note: undefined, reason: { type: "hidden by its command's exclusion" } };
    if (exclusionNote === undefined) return undefined;
    const note = exclusionNote === "" ? undefined : exclusionNote;
    return { outcome: "excluded", level: claim?.level, note, reason: { type: "excluded" } };
  },
  function inheritsIntention({ claim, inherited }) {
    const root = claim === undefined ? inherited() : undefined;
    if (root === undefined) return undefined;
    const { level, note, unit: from } = root;
    return { outcome: "intentionally unsupported", level, note, reason: { type: "inherited intention", from } };
  },
  function intended({ unit, claim }) {
    if (claim?.level !== "intentionally_unsupported") return undefined;
    if (claim.note === undefined) throw intentionWithoutNote(unit);
    return { outcome: "intentionally unsupported", level: claim.level, note: claim.note, reason: { type: "own intention" } };
  },
  function byLevel({ unit, claim, state }) {
    const level = claim?.level;
    const outcome = outcomeOf(unit, level ?? "unknown");
    const note = claim?.note;
    if (state === undefined) return { outcome, level, note, reason: { type: "level", level } };
    return { outcome: fadingOutcome(outcome), level, note, reason: { type: "fading", level, state } };
  },
];

/** Finds what becomes of a present upstream unit. Throws `InputError` for a claim that cannot be judged. */
export function classify(candidate: Candidate): Verdict {
  for (const rule of classification) {
    const verdict = rule(candidate);
    if (verdict !== undefined) return verdict;
  }
  throw new Error(`No rule classified ${describeUnit(candidate.unit)}`);
}

/** The refusal of an intention without its reason. */
export function intentionWithoutNote(unit: UnitIdentity): InputError {
  return new InputError(
    "INTENTION_WITHOUT_NOTE",
    `"wrapper_coverage.json" declares ${unit.unit} "${describeUnit(unit)}" intentionally_unsupported without a "note"; expected the reason`,
    {
      hint: "Add the reason where the wrapper declares it, then run: xtask wrapper-coverage",
    },
  );
}

/** What becomes of a unit that the wrapper claims at a level, where nothing else decides; `undefined` when it is covered. */
export function outcomeOf({ unit }: UnitIdentity, level: CoverageLevel): Outcome | undefined {
  switch (level) {
    case "explicit":
      return undefined;
    case "passthrough":
      return unit === "command" ? "passthrough" : undefined;
    case "unsupported":
      return unit === "command" ? "unsupported" : "missing";
    case "unknown":
      return "missing";
    case "intentionally_unsupported":
      return "intentionally unsupported";
    default:
      return unreachable(level);
  }
}

/** The same for a unit that upstream hides or deprecates: nobody has to add it, and who uses it is warned. */
function fadingOutcome(outcome: Outcome | undefined): Outcome | undefined {
  if (outcome === "missing") return "hidden";
  return outcome === undefined || outcome === "passthrough" ? "at risk" : outcome;
}
