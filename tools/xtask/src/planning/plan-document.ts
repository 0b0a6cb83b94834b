import {
  countActions,
  fileActions,
  transactionToUndo,
  type ChangePlan,
  type ListedTransactions,
  type RecoveredTransaction,
} from "@lockstep/plans";
import type { FileRow } from "./file-row.ts";

/** Whether a plan has files, and whether it was last applied or undone. */
export type PlanState = "empty" | "staged" | "applied" | "undone";

/** The state of a plan by its transactions: applied is what `plan undo` would take back. */
export function planState(plan: Pick<ChangePlan, "id" | "files">, { transactions }: ListedTransactions): PlanState {
  if (transactionToUndo(plan.id, transactions) !== undefined) return "applied";
  const isUndone = transactions.some(
    ({ state: { begun, end } }) => begun.planId === plan.id && begun.kind === "undo" && end === "committed",
  );
  if (isUndone) return "undone";
  return plan.files.length === 0 ? "empty" : "staged";
}

/** What a document says of a plan besides its files. */
export interface PlanFields {
  readonly planId: string;
  /** Null, like the times, where the plan was removed. */
  readonly goal: string | null;
  readonly createdAt: string | null;
  readonly updatedAt: string | null;
  readonly workspaceRoot: string;
  readonly baseCommit: string | null;
  readonly refinedFromPlanId: string | null;
  readonly state: PlanState;
}

/** What every document of one plan begins with. */
export function planFields(plan: ChangePlan, state: PlanState): PlanFields {
  return {
    planId: plan.id,
    goal: plan.goal,
    createdAt: plan.createdAt,
    updatedAt: plan.updatedAt,
    workspaceRoot: plan.workspaceRoot,
    baseCommit: plan.baseCommit ?? null,
    refinedFromPlanId: plan.refinedFromPlanId ?? null,
    state,
  };
}

/** The same of a plan that was removed. */
export function removedPlanFields(planId: string, workspaceRoot: string, state: PlanState): PlanFields {
  return { planId, goal: null, createdAt: null, updatedAt: null, workspaceRoot, baseCommit: null, refinedFromPlanId: null, state };
}

/** The files of a document and their summary: how many there are, have each action (by its name in camel case), and drifted. */
export interface FilesFields<Row extends FileRow> {
  readonly files: readonly Row[];
  readonly summary: Readonly<Record<string, number>>;
}

/** The files of a document, and how many have each action. */
export function filesFields<Row extends FileRow>(files: readonly Row[]): FilesFields<Row> {
  const counts = countActions(files.map(({ action }) => action));
  return {
    files,
    summary: {
      files: files.length,
      ...Object.fromEntries(fileActions.map((action) => [camelCase(action), counts[action]])),
      drifted: files.filter(({ drift }) => drift).length,
    },
  };
}

/** What became of a transaction that a killed process left, in documents. */
export interface RecoveredField {
  readonly folder: string;
  readonly outcome: RecoveredTransaction["type"];
  readonly planId: string | null;
  readonly restored: readonly string[];
  readonly left: readonly string[];
  readonly failure: string | null;
}

/** What killed processes left and what became of it, as documents tell it. */
export function recoveredField(recovered: readonly RecoveredTransaction[]): readonly RecoveredField[] {
  return recovered.map(({ folder, type, planId, restored, left, failure }) => ({
    folder,
    outcome: type,
    planId: planId ?? null,
    restored,
    left,
    failure: failure?.message ?? null,
  }));
}

function camelCase(words: string): string {
  return words.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}
