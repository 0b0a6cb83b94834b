import type { Change } from "@lockstep/surface/diff";
import { compareChanges } from "@lockstep/surface/diff";

/** A change and the targets that have it, in the order they were compared. */
export interface TargetChange {
  readonly change: Change;
  readonly targets: readonly string[];
}

/** The changes of several targets, each once, in the order of changes. */
export function mergeTargets(changes: ReadonlyMap<string, readonly Change[]>): readonly TargetChange[] {
  const all = [...changes].flatMap(([target, ofTarget]) => ofTarget.map((change) => ({ target, change })));
  return [...Map.groupBy(all, ({ change }) => JSON.stringify(change)).values()]
    .flatMap((same) => {
      const [first] = same;
      return first === undefined ? [] : [{ change: first.change, targets: same.map(({ target }) => target) }];
    })
    .toSorted((a, b) => compareChanges(a.change, b.change));
}
