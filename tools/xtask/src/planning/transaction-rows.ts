import { actionAfter, operationOf, type TransactionState } from "@lockstep/plans";
import { withStop, type FileRow } from "./file-row.ts";

/** The files of a transaction and what became of each, by its journal. `folder` is that of the transaction, from the workspace root. */
export function transactionRows(folder: string, { progress, end, left }: TransactionState): readonly FileRow[] {
  return progress.map(({ change, step, reason }) => {
    const { path, before, after, backup } = change;
    const isLeft = left.includes(path);
    return {
      path,
      operation: operationOf(before, after),
      before,
      after,
      drift: isLeft,
      driftKinds: [],
      backupPath: backup === undefined ? null : `${folder}/${backup}`,
      ...whatBecame(),
    };

    function whatBecame(): Pick<FileRow, "action" | "reason"> {
      if (isLeft) return { action: "skipped-drift", reason: "It was changed by someone else, and left as found when all was rolled back." };
      if (step === "given-up") {
        const action = after.type === "absent" ? "delete-error" : "skipped-error";
        return { action, reason: withStop(reason ?? "It could not be changed") };
      }
      if (end === "rolled-back") return { action: "rolled-back", reason: "It is as before." };
      if (step === "changed") return { action: actionAfter(change), reason: "It was changed." };
      return { action: "skipped-error", reason: "The transaction has no end: a process is at it, or it was killed." };
    }
  });
}
