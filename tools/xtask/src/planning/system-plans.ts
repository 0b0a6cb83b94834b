import type { PlanWorkspace } from "@lockstep/plans";
import type { Clock } from "@lockstep/kernel";

/** Opens the plans of a workspace on this machine's disk. What reads and writes them is loaded by the first command that does. */
export async function openSystemPlans(root: string, clock: Clock, stop: AbortSignal): Promise<PlanWorkspace> {
  const [{ openPlanWorkspace, systemIds }, { parsePlan }] = await Promise.all([import("@lockstep/adapters"), import("./parse-plan.ts")]);
  return openPlanWorkspace(root, { parsePlan, now: () => clock.now(), newId: await systemIds(), stop });
}
