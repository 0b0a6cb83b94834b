import type { ChangePlan, ListedTransactions } from "@lockstep/plans";
import type { World } from "../world.ts";
import { planOf, readStoredPlan, refuseMore, resolvePlanId } from "./find-plan.ts";
import { openWorkspace, type Workspace } from "./open-workspace.ts";
import { planState, type PlanState } from "./plan-document.ts";
import { tellOpen } from "./recovery.ts";

/** A plan that a command named, and the workspace that it is of. */
export interface NamedPlan extends Workspace {
  readonly id: string;
  /** The words behind the plan. */
  readonly rest: readonly string[];
}

/** A plan that was read, for commands that touch nothing. */
export interface ReadPlan extends NamedPlan {
  readonly plan: ChangePlan;
  readonly state: PlanState;
  readonly transactions: ListedTransactions;
}

/** Finds the plan that the first of the words names. `usage` is how the command is called. Throws what the words and the workspace throw. */
export async function findNamedPlan(world: World, words: readonly string[], usage: string): Promise<NamedPlan> {
  const { id, rest } = planOf(words, usage);
  const workspace = await openWorkspace(world);
  return { ...workspace, rest, id: await resolvePlanId(world, workspace.plans, id) };
}

/** Finds and reads a plan, and tells of transactions without an end. With `takesMore` there may be words behind the plan. */
export async function openPlan(world: World, words: readonly string[], verb: string, takesMore = false): Promise<ReadPlan> {
  const named = await findNamedPlan(world, words, `xtask plan ${verb} <id>`);
  if (!takesMore) refuseMore(named.rest, verb);
  const plan = await readStoredPlan(named.plans, named.id);
  const transactions = await named.plans.listTransactions();
  tellOpen(transactions, world);
  return { ...named, plan, state: planState(plan, transactions), transactions };
}
