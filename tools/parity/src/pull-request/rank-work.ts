import type { CoverageReportV1 } from "@lockstep/contracts";
import { compareCodePoints, comparePaths, firstOrder } from "@lockstep/kernel";
import { deltaTable, type DeltaName } from "../report/classify.ts";
import { identityOf, unitName, type UnitIdentity } from "../unit.ts";

/** One unit of the work queue, and how much the wrapper uses what is like it. */
export interface RankedWork {
  readonly identity: UnitIdentity;
  readonly delta: DeltaName;
  /** The targets on which it is missing, where those are not all that have it. */
  readonly missingOn: readonly string[];
  readonly use: NeighbourUse;
}

/** How many scenarios of the wrapper call a command that is like the one with the unit. */
export interface NeighbourUse {
  /** `own`: the unit's own command; `neighbours`: the other commands beside it, on average; `none`: the wrapper calls neither. */
  readonly type: "own" | "neighbours" | "none";
  /** Scenarios; for neighbours to one decimal. */
  readonly calls: number;
}

const workOutcomes: ReadonlySet<string> = new Set(["missing", "unsupported", "passthrough"]);
const kinds = ["command", "flag", "arg"];

/**
 * The units of a report that are work, what the wrapper's callers would miss first: by the number of its scenarios that call the unit's
 * own command or, where the wrapper does not have that, by the average of the commands beside it. Of equal ones a command stands before
 * what belongs to it.
 * @param calls the command that each scenario of the wrapper calls
 */
export function rankWork(
  report: CoverageReportV1,
  commands: readonly (readonly string[])[],
  calls: readonly (readonly string[])[],
): readonly RankedWork[] {
  const useOf = neighbourUses(commands, calls);
  return deltaTable
    .filter(({ outcome }) => workOutcomes.has(outcome))
    .flatMap(({ delta }) => (report.deltas[delta] ?? []).map((entry) => ({ delta, entry })))
    .map(({ delta, entry }): RankedWork => {
      const identity = identityOf(entry);
      const missingOn = entry.missing_on ?? [];
      return {
        identity,
        delta,
        missingOn: missingOn.length < entry.upstream_available_on.length ? missingOn : [],
        use: useOf(identity),
      };
    })
    .toSorted((a, b) =>
      firstOrder(
        b.use.calls - a.use.calls,
        comparePaths(a.identity.path, b.identity.path),
        kinds.indexOf(a.identity.unit) - kinds.indexOf(b.identity.unit),
        compareCodePoints(unitName(a.identity), unitName(b.identity)),
      ),
    );
}

function neighbourUses(
  commands: readonly (readonly string[])[],
  calls: readonly (readonly string[])[],
): (identity: UnitIdentity) => NeighbourUse {
  const exact = count(calls.map(keyOf));
  const below = count(calls.flatMap((path) => path.map((_word, index) => keyOf(path.slice(0, index + 1)))));
  const children = Map.groupBy(
    commands.filter((path) => path.length > 0),
    (path) => keyOf(path.slice(0, -1)),
  );
  return ({ unit, path }) => {
    const own = unit === "command" ? 0 : (exact.get(keyOf(path)) ?? 0);
    if (own > 0) return { type: "own", calls: own };
    if (path.length === 0) return { type: "none", calls: 0 };
    const neighbours = (children.get(keyOf(path.slice(0, -1))) ?? []).filter((other) => keyOf(other) !== keyOf(path));
    const sum = neighbours.reduce((total, other) => total + (below.get(keyOf(other)) ?? 0), 0);
    return sum === 0
      ? { type: "none", calls: 0 }
      : { type: "neighbours", calls: Math.max(Math.round((sum / neighbours.length) * 10) / 10, 0.1) };
  };
}

function count(keys: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

function keyOf(path: readonly string[]): string {
  return path.join("\0");
}
