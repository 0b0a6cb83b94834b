import type { ListedTransactions, LockedPlans, PlanWorkspace, RecoveredTransaction } from "@lockstep/plans";
import type { World } from "../world.ts";

/**
 * Runs `action` while this process alone changes plans and files of the workspace. What killed processes had left is repaired by then, and
 * what became of it is told.
 */
export function whileLocked<Result>(
  world: Pick<World, "progress">,
  plans: PlanWorkspace,
  action: (locked: LockedPlans) => Promise<Result>,
): Promise<Result> {
  return plans.whileLocked(async (locked) => {
    for (const recovered of locked.recovered) world.progress(tellRecovered(recovered));
    return action(locked);
  });
}

/** Tells of transactions that are at work or were killed; a command that only reads leaves them alone. */
export function tellOpen({ transactions, unreadable }: ListedTransactions, world: Pick<World, "progress">): void {
  for (const { folder, state } of transactions) {
    if (state.end !== "open") continue;
    world.progress(`${folder} has no end: a process is at it, or it was killed. The next "xtask plan" command that writes repairs that`);
  }
  for (const { path, reason } of unreadable) world.progress(`${path} is no record of a transaction: ${reason}`);
}

function tellRecovered({ folder, type, restored, left, failure }: RecoveredTransaction): string {
  switch (type) {
    case "rolled-back": {
      const kept = left.length === 0 ? "" : `; changed since, and left as found: ${left.join(", ")}`;
      const back = restored.length === 0 ? "nothing was changed yet" : `as before are: ${restored.join(", ")}`;
      return `A killed process left ${folder} half done; it is rolled back: ${back}${kept}`;
    }
    case "failed":
      return `A killed process left ${folder} half done, and it could not be rolled back: ${failure?.message ?? "no reason is known"}. It is tried again the next time`;
  }
}
