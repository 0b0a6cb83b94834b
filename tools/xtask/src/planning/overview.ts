import {
  appliedStates,
  preflight,
  refusePath,
  type ListedTransactions,
  type Observation,
  type PlanWorkspace,
  type Preflight,
  type WantedChange,
} from "@lockstep/plans";
import { taskPool } from "../probing/process-pool.ts";
import { fileRows, type FileRow } from "./file-row.ts";

/** So many files are looked at at a time. */
const LOOKS = 16;

/** What stands at the paths of a plan, and what applying it now would do. */
export interface Overview {
  readonly observations: ReadonlyMap<string, Observation>;
  readonly preflight: Preflight;
  readonly rows: readonly FileRow[];
}

/** Looks at every path of a plan, and decides what applying it now would do, by what was applied of it before. Touches nothing. */
export async function overviewOf(
  plans: Pick<PlanWorkspace, "files">,
  plan: { readonly id: string; readonly files: readonly WantedChange[] },
  { transactions }: ListedTransactions,
): Promise<Overview> {
  const observations = await observeAll(
    plans,
    plan.files.map(({ path }) => path),
  );
  const decided = preflight(plan, observations, { own: appliedStates(plan.id, transactions), dryRun: true });
  return { observations, preflight: decided, rows: fileRows(plan.files, decided, { isDryRun: true }) };
}

const UNSEEN: Observation = { state: { type: "absent" }, realFolder: undefined, twins: [] };

/** What stands at each of the paths; nobody looks at those that no plan may hold. */
export async function observeAll(
  { files }: Pick<PlanWorkspace, "files">,
  paths: readonly string[],
): Promise<ReadonlyMap<string, Observation>> {
  const pool = taskPool(LOOKS);
  return new Map(
    await Promise.all(
      paths.map(async (path) => [path, refusePath(path) === undefined ? await pool(() => files.observe(path)) : UNSEEN] as const),
    ),
  );
}
