import type { UpstreamSnapshotV1 } from "@lockstep/contracts";
import { compareUnits, describeUnit, unitId, type UnitIdentity } from "../unit.ts";
import { incompleteEvidence, type ShownUnits } from "./incomplete-evidence.ts";
import { nameSome } from "./name-some.ts";
import { surfaceUnits, topmost } from "./surface-units.ts";
import { takeAgain, type VersionPlace } from "./take-again.ts";

/** The word of the warning that a target's snapshot differs too widely from the others of its version. */
const TARGETS_DIVERGE = "TARGETS_DIVERGE";

/** The share of the expected units below which a snapshot is not complete enough to tell platforms apart by. */
const COMPLETE_ENOUGH = 0.95;

/**
 * What a target may lack for its platform without a supplement that says so: one command with all below it, or flags and args
 * of one command. Codex 0.125.0 has `app` on macOS and Windows alone, 3 of 174 units (1.7 %); no known release has a flag or
 * arg on some platforms alone. A share says nothing of `count` units, and no snapshot diverges for so few.
 */
const SMALL_SET = { count: 2, share: 0.02, ofOneCommand: 3 };

/** How much of its version's surface one target's snapshot shows. */
export interface TargetCompleteness {
  readonly target: string;
  /** The units that it shows. */
  readonly shown: number;
  /** The units that any target shows, without those that a supplement states for other platforms alone. */
  readonly expected: number;
  /** `shown / expected`. */
  readonly score: number;
  readonly isDiverging: boolean;
  /** What it lacks and is not called platform-only, the topmost units; while any target diverges, all that it lacks. */
  readonly lacks: readonly string[];
}

/** How the targets of one version compare. */
export interface Completeness {
  readonly targets: readonly TargetCompleteness[];
  /** The topmost units that only some platforms have; none while a target diverges. */
  readonly platformOnly: readonly { readonly unit: string; readonly targets: readonly string[] }[];
}

/**
 * Scores each target's snapshot against what all of them show together, every unit of `surfaceUnits` weighing the same. No
 * guess about platforms raises a score. A unit is called platform-only only when no target diverges, for a failed probe must
 * not look like a platform.
 */
export function compareTargets(snapshots: ReadonlyMap<string, UpstreamSnapshotV1>): Completeness {
  const all = [...snapshots.values()];
  const units = surfaceUnits(all);
  const known = new Map(units.flatMap((shown) => [...shown]));
  const ordered = [...known.values()].toSorted(compareUnits);
  const holders = new Map(ordered.map((unit) => [unitId(unit), [...snapshots.keys()].filter((_, at) => units[at]?.has(unitId(unit)))]));
  const shownUnits = all.map((snapshot, at) => ({ snapshot, shown: units[at] ?? new Map<string, UnitIdentity>() }));
  const judged = [...snapshots.keys()].flatMap((target, at) => {
    const own = shownUnits[at];
    if (own === undefined) return [];
    const { shown } = own;
    const lacking = ordered.filter((unit) => !shown.has(unitId(unit)));
    const { stated, plausible } = platformUnits(own, shownUnits.toSpliced(at, 1), lacking, known.size);
    const expected = known.size - stated.size;
    const score = expected === 0 ? 1 : shown.size / expected;
    const isDiverging = score < COMPLETE_ENOUGH && expected - shown.size > SMALL_SET.count;
    return [{ target, shown, lacking, plausible, expected, score, isDiverging }];
  });
  const diverges = judged.some(({ isDiverging }) => isDiverging);
  const called = diverges
    ? []
    : ordered.filter((unit) => {
        const without = judged.filter(({ shown }) => !shown.has(unitId(unit)));
        return without.length > 0 && without.every(({ plausible }) => plausible.has(unitId(unit)));
      });
  const calledIds = new Set(called.map(unitId));
  return {
    targets: judged.map(({ target, shown, lacking, expected, score, isDiverging }) => ({
      target,
      shown: shown.size,
      expected,
      score,
      isDiverging,
      lacks: topmost(lacking.filter((unit) => !calledIds.has(unitId(unit)))).map(describeUnit),
    })),
    platformOnly: topmost(called).map((unit) => ({ unit: describeUnit(unit), targets: holders.get(unitId(unit)) ?? [] })),
  };
}

/** Says that one target's snapshot differs too widely, with examples; `place` is where its version is. */
export function divergenceWarning({ target, shown, expected, score, lacks }: TargetCompleteness, place: VersionPlace): string {
  return `warning[${TARGETS_DIVERGE}]: The snapshot of ${target} differs too widely from the others: it shows ${String(shown)} of ${String(expected)} units, ${percent(score)}, wanted ${percent(COMPLETE_ENOUGH)}; nothing is called platform-only while it does. It lacks ${nameSome(lacks)}
  hint: Look at its known_omissions, and ${takeAgain(place, target)}`;
}

/** The lines of `union` about several targets: each one's score, and what is platform-only. */
export function renderCompleteness({ targets, platformOnly }: Completeness): readonly string[] {
  if (targets.length < 2) return [];
  return [
    ...targets.map(({ target, shown, expected, score, lacks }) => {
      const without = lacks.length === 0 ? "" : `; differs, lacks ${nameSome(lacks)}`;
      return `  ${target}: ${percent(score)} complete, ${String(shown)} of ${String(expected)} units${without}`;
    }),
    ...platformOnly.map(({ unit, targets: on }) => `  platform-only: ${unit} (${on.join(", ")})`),
  ];
}

/** A share in percent with one decimal, rounded down: only what is whole says 100 %. */
function percent(share: number): string {
  return `${(Math.floor(share * 1000) / 10).toFixed(1)} %`;
}

/**
 * The ids of the units whose absence a platform explains: those `stated` for other platforms, and all that are `plausible`,
 * which a small set of the rest is when nothing speaks against any of it.
 */
function platformUnits(
  own: ShownUnits,
  others: readonly ShownUnits[],
  lacking: readonly UnitIdentity[],
  total: number,
): { readonly stated: ReadonlySet<string>; readonly plausible: ReadonlySet<string> } {
  const { os } = own.snapshot.binary.platform;
  const declared = declaredPlatforms(others);
  const stated = lacking.filter((unit) => declared(unit)?.includes(os) === false);
  const rest = lacking.filter((unit) => declared(unit) === undefined);
  const speaksAgainst = incompleteEvidence(own, others, lacking);
  const small = isSmallSet(rest, own.shown, total) ? rest.filter((unit) => !speaksAgainst(unit)) : [];
  return { stated: new Set(stated.map(unitId)), plausible: new Set([...stated, ...small].map(unitId)) };
}

/** Whether the units are one command with all below it, or flags and args of one command, and few. */
function isSmallSet(units: readonly UnitIdentity[], shown: ReadonlyMap<string, UnitIdentity>, total: number): boolean {
  if (new Set(units.map((unit) => placeOf(unit, shown))).size > 1) return false;
  const few = Math.max(SMALL_SET.count, SMALL_SET.share * total);
  const isCommand = units.some(({ unit }) => unit === "command");
  return units.length <= (isCommand ? few : Math.min(few, SMALL_SET.ofOneCommand));
}

/** The platforms that some snapshot's command states for a unit: its own, or those of the nearest command above it. */
function declaredPlatforms(targets: readonly ShownUnits[]): (unit: UnitIdentity) => readonly string[] | undefined {
  const byPath = new Map<string, readonly string[]>();
  for (const { snapshot } of targets)
    for (const { path, platforms } of snapshot.commands) if (platforms !== undefined) byPath.set(path.join("\0"), platforms);
  return ({ path }) =>
    path.map((_, depth) => byPath.get(path.slice(0, path.length - depth).join("\0"))).find((platforms) => platforms !== undefined);
}

/** What is lacking there as one: the topmost command that the target lacks, or the command that lacks flags or args. */
function placeOf({ path }: UnitIdentity, shown: ReadonlyMap<string, UnitIdentity>): string {
  const depth = path.findIndex((_, at) => !shown.has(unitId({ unit: "command", path: path.slice(0, at + 1) })));
  return (depth === -1 ? path : path.slice(0, depth + 1)).join("\0");
}
