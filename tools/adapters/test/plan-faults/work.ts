import type { ChangePlan, FileChange, PlanWorkspace, RecoveredTransaction, TransactionOutcome } from "@lockstep/plans";
import { undoRequest } from "@lockstep/plans";
import { systemIds } from "../../src/system-ids.ts";
import { sha256 } from "./tree.ts";
import { openPlanWorkspace } from "../../src/plans/plan-workspace.ts";

/** What one process does in a workspace. It repairs first what others have left. */
export type Work = { readonly root: string } & (
  | { readonly type: "recover" }
  | { readonly type: "undo" }
  /** Adds 1 to the number in each of some files, in one transaction each time. */
  | { readonly type: "count"; readonly paths: readonly string[]; readonly times: number }
  | {
      readonly type: "apply";
      readonly changes: readonly FileChange[];
      /** In base64, by the hashes. */
      readonly contents: Readonly<Record<string, string>>;
    }
);

export const planId = "01KB3V0000000000000000000A";

/** Opens the workspace of a test. */
export async function openWorkspace(root: string, waitMs = 15_000): Promise<PlanWorkspace> {
  const newId = await systemIds();
  return openPlanWorkspace(root, {
    parsePlan: (_path, text) => JSON.parse(text) as ChangePlan,
    now: () => "2026-01-02T03:04:05Z",
    newId,
    waitMs,
  });
}

/** What was done, and what had been left. */
export interface Done {
  readonly recovered: readonly RecoveredTransaction[];
  readonly outcome?: TransactionOutcome;
}

export async function doWork(work: Work): Promise<Done> {
  const workspace = await openWorkspace(work.root);
  if (work.type === "count") {
    for (let time = 0; time < work.times; time += 1) await count(workspace, work.paths);
    return { recovered: [] };
  }
  return workspace.whileLocked(async ({ recovered, runTransaction }) => {
    switch (work.type) {
      case "recover":
        return { recovered };
      case "undo": {
        const { transactions } = await workspace.listTransactions();
        const last = transactions.findLast(({ state }) => state.end === "committed");
        if (last === undefined) throw new Error("There is nothing to undo");
        const contentOf = (change: FileChange): Promise<Uint8Array> => workspace.readBackup(last, change.path);
        return { recovered, outcome: await runTransaction({ ...undoRequest(last.state), contentOf, isPartial: false }) };
      }
      case "apply": {
        const contentOf = ({ after }: FileChange): Promise<Uint8Array> =>
          Promise.resolve(Buffer.from(after.type === "file" ? (work.contents[after.sha256] ?? "") : "", "base64"));
        const outcome = await runTransaction({ kind: "apply", planId, changes: work.changes, contentOf, isPartial: false });
        return { recovered, outcome };
      }
      default:
        return work satisfies never;
    }
  });
}

async function count(workspace: PlanWorkspace, paths: readonly string[]): Promise<void> {
  await workspace.whileLocked(async ({ recovered, runTransaction }) => {
    if (recovered.length > 0) throw new Error(`Something was left: ${JSON.stringify(recovered)}`);
    const contents = new Map<string, Buffer>();
    const changes: FileChange[] = [];
    for (const path of paths) {
      const { state } = await workspace.files.observe(path);
      if (state.type !== "file") throw new Error(`"${path}" is no file`);
      const bytes = Buffer.from(String(Number(Buffer.from(await workspace.files.readBytes(path)).toString()) + 1));
      contents.set(path, bytes);
      changes.push({ path, before: state, after: { ...state, sha256: sha256(bytes), sizeBytes: bytes.length } });
    }
    const contentOf = ({ path }: FileChange): Promise<Uint8Array> => Promise.resolve(contents.get(path) ?? Buffer.alloc(0));
    const { type, failure } = await runTransaction({ kind: "apply", planId, changes, contentOf, isPartial: false });
    if (type !== "committed") throw new Error(`It is ${type}: ${JSON.stringify(failure)}`);
  });
}
