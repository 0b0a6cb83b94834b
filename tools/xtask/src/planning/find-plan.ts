import { InputError, UsageError } from "@lockstep/kernel";
import type { ChangePlan, ListedTransactions, PlanWorkspace } from "@lockstep/plans";
import { nearestFew } from "../nearest.ts";
import type { World } from "../world.ts";
import { planIdsBelow } from "./plan-ids.ts";

/** The word of every command that names a plan. */
export const planWord = {
  type: "words",
  placeholder: "<id>",
  names: "plan",
  describe: "The plan: its id, or a beginning or an end that no other id has",
} as const;

const list = "xtask plan list";

/** Takes the plan off the words of a command. Throws `UsageError` `PLAN_NOT_NAMED`. */
export function planOf([id, ...rest]: readonly string[], usage: string): { readonly id: string; readonly rest: readonly string[] } {
  if (id === undefined || id === "") {
    throw new UsageError("PLAN_NOT_NAMED", `No plan is named: ${usage}`, { hint: `The plans there are: ${list}` });
  }
  return { id, rest };
}

/** Throws `UsageError` `WORD_UNEXPECTED` for words behind the plan of a command that takes none. */
export function refuseMore(rest: readonly string[], verb: string): void {
  const [word] = rest;
  if (word === undefined) return;
  throw new UsageError("WORD_UNEXPECTED", `"xtask plan ${verb}" takes no word "${word}" besides the plan`, {
    hint: `xtask plan ${verb} --help`,
  });
}

/**
 * The whole id that a word names: an id, or its beginning or end in either case. Throws `InputError` `PLAN_UNKNOWN` with near ones, and
 * `UsageError` `PLAN_AMBIGUOUS`.
 */
export async function resolvePlanId(world: Pick<World, "files">, plans: PlanWorkspace, word: string): Promise<string> {
  const wanted = word.toUpperCase();
  // Reading every plan only to know its id takes too long.
  const ids = (await planIdsBelow(world.files, plans.files.root)) ?? [];
  const fitting = ids.includes(wanted) ? [wanted] : ids.filter((id) => id.startsWith(wanted) || id.endsWith(wanted));
  const [only, ...others] = fitting;
  if (only !== undefined && others.length === 0) return only;
  if (only !== undefined) {
    throw new UsageError("PLAN_AMBIGUOUS", `"${word}" names ${String(fitting.length)} plans: ${shown(fitting)}`, {
      hint: `Write more of the id; ${list} has them with their goals`,
    });
  }
  const near = nearIds(wanted, ids);
  throw new InputError("PLAN_UNKNOWN", `There is no plan "${word}" in "${plans.files.root}"`, {
    hint: near.length === 0 ? `The plans there are: ${list}` : `Did you mean ${shown(near)}? ${list}`,
  });
}

/** Like `resolvePlanId`, and the whole id of a removed plan that was applied or undone is known too. */
export async function resolveAppliedId(
  world: Pick<World, "files">,
  plans: PlanWorkspace,
  word: string,
  { transactions }: ListedTransactions,
): Promise<string> {
  const whole = word.toUpperCase();
  return transactions.some(({ state }) => state.begun.planId === whole) ? whole : resolvePlanId(world, plans, word);
}

/** The stored plan of that id. Throws `InputError` `PLAN_UNKNOWN`, and what reading it throws. */
export async function readStoredPlan(plans: PlanWorkspace, id: string): Promise<ChangePlan> {
  const plan = await plans.readPlan(id);
  if (plan !== undefined) return plan;
  throw new InputError("PLAN_UNKNOWN", `There is no plan "${id}" in "${plans.files.root}"`, { hint: `The plans there are: ${list}` });
}

/** The ids with which a whole id, a beginning or an end is confused. */
function nearIds(wanted: string, ids: readonly string[]): readonly string[] {
  const size = wanted.length;
  // Two slips make anything of a shorter word.
  if (size < 6) return [];
  return ids.filter((id) => nearestFew(wanted, [id, id.slice(0, size), id.slice(-size)]).length > 0).toReversed();
}

function shown(ids: readonly string[]): string {
  const few = ids.slice(0, 3).join(", ");
  return ids.length > 3 ? `${few}, …` : few;
}
