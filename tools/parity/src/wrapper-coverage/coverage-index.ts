import type { CommandCoverage, CoverageLevel, CoverageScope, ParityRules, WrapperCoverageV1 } from "@lockstep/contracts";
import { unitId, type UnitIdentity } from "../unit.ts";

/** One claim of `wrapper_coverage.json` about one unit. */
export interface CoverageEntry {
  readonly level: CoverageLevel;
  /** Trimmed; absent when blank. */
  readonly note: string | undefined;
  /** The expected targets that the claim is about: its scope within its command entry's. */
  readonly targets: ReadonlySet<string>;
  /** Where it stands in the file: `coverage[3].flags[0]`. */
  readonly position: string;
}

/** All claims of one unit, in the order of the file. */
export interface CoveredUnit {
  readonly identity: UnitIdentity;
  readonly entries: readonly CoverageEntry[];
}

/** The claims of a wrapper coverage by unit. */
export interface CoverageIndex {
  /** In the order of first appearance. */
  readonly units: readonly CoveredUnit[];
  entriesOf(unit: UnitIdentity): readonly CoverageEntry[];
}

/** Indexes a wrapper coverage. Unknown platforms and targets are skipped; the scope `{}` is no target. */
export function indexCoverage(coverage: Pick<WrapperCoverageV1, "coverage">, rules: Pick<ParityRules, "union">): CoverageIndex {
  const units = new Map<string, { readonly identity: UnitIdentity; readonly entries: CoverageEntry[] }>();
  const add = (
    identity: UnitIdentity,
    claim: Pick<CommandCoverage, "level" | "note">,
    targets: ReadonlySet<string>,
    position: string,
  ): void => {
    const id = unitId(identity);
    const unit = units.get(id) ?? { identity, entries: [] };
    const note = claim.note?.trim();
    unit.entries.push({ level: claim.level, note: note === "" ? undefined : note, targets, position });
    units.set(id, unit);
  };
  for (const [index, command] of coverage.coverage.entries()) {
    const { path } = command;
    const position = `coverage[${String(index)}]`;
    const targets = scopeTargets(command.scope, rules);
    add({ unit: "command", path }, command, targets, position);
    for (const [flagIndex, flag] of (command.flags ?? []).entries()) {
      add(
        { unit: "flag", path, name: flag.key },
        flag,
        intersection(scopeTargets(flag.scope, rules), targets),
        `${position}.flags[${String(flagIndex)}]`,
      );
    }
    for (const [argIndex, arg] of (command.args ?? []).entries()) {
      add(
        { unit: "arg", path, name: arg.name },
        arg,
        intersection(scopeTargets(arg.scope, rules), targets),
        `${position}.args[${String(argIndex)}]`,
      );
    }
  }
  return { units: [...units.values()], entriesOf: (unit) => units.get(unitId(unit))?.entries ?? [] };
}

/** The expected targets of a scope, in expected order; every expected target when there is none. */
export function scopeTargets(scope: CoverageScope | undefined, { union }: Pick<ParityRules, "union">): ReadonlySet<string> {
  if (scope === undefined) return new Set(union.expected_targets);
  return new Set(
    union.expected_targets.filter((target) => {
      const platform = union.platform_mapping[target];
      return scope.target_triples?.includes(target) === true || (platform !== undefined && scope.platforms?.includes(platform) === true);
    }),
  );
}

/** The members that both sets have, in the order of the first. */
export function intersection(a: Iterable<string>, b: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...a].filter((item) => b.has(item)));
}
