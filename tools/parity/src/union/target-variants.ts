/** A unit as each target has it, in the expected order of the targets. Never empty. */
export interface TargetVariants<Unit> {
  readonly targets: readonly string[];
  readonly byTarget: ReadonlyMap<string, Unit>;
  /** The variant whose scalar fields stand in the union. */
  readonly canonical: Unit;
}

/** Gathers the units of all targets by identity; of two on one target the last counts. */
export function collectVariants<Unit>(
  lists: readonly (readonly [target: string, units: readonly Unit[]])[],
  required: string,
  identity: (unit: Unit) => string,
): readonly TargetVariants<Unit>[] {
  const found = new Map<string, Map<string, Unit>>();
  for (const [target, units] of lists) {
    for (const unit of units) {
      const id = identity(unit);
      const byTarget = found.get(id) ?? new Map<string, Unit>();
      byTarget.set(target, unit);
      found.set(id, byTarget);
    }
  }
  return [...found.values()].flatMap((byTarget) => {
    const targets = [...byTarget.keys()];
    const canonical = byTarget.get(required) ?? byTarget.get(targets[0] ?? "");
    return canonical === undefined ? [] : [{ targets, byTarget, canonical }];
  });
}
