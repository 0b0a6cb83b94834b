import { actionAfter, isSameState, type FileChange, type FileFailure, type FileOutcome, type TransactionRequest } from "@lockstep/plans";

/**
 * What became of the paths of a transaction that was committed.
 * @param failed the paths that it went on without
 * @param backups from the workspace root, by the paths
 */
export function committedFiles(
  { changes }: TransactionRequest,
  failed: ReadonlyMap<string, FileFailure>,
  backups: ReadonlyMap<string, string> = new Map(),
): readonly FileOutcome[] {
  return changes.map((change) => {
    const failure = failed.get(change.path);
    if (failure !== undefined) return failedFile(change, failure);
    const backup = backups.get(change.path);
    const action = isSameState(change.before, change.after) ? "unchanged" : actionAfter(change);
    return { path: change.path, action, ...(backup === undefined ? {} : { backup }) };
  });
}

/** What became of the paths of a transaction that was rolled back, or whose rollback failed. */
export function rolledBackFiles(
  { changes }: TransactionRequest,
  failed: ReadonlyMap<string, FileFailure>,
  left: readonly string[],
  backups: ReadonlyMap<string, string> = new Map(),
): readonly FileOutcome[] {
  return changes.map((change) => {
    const { path } = change;
    const backup = backups.get(path);
    const kept = backup === undefined ? {} : { backup };
    const failure = failed.get(path);
    if (failure !== undefined) return { ...failedFile(change, failure), ...kept };
    if (isSameState(change.before, change.after)) return { path, action: "unchanged" };
    return { path, action: left.includes(path) ? "skipped-drift" : "rolled-back", ...kept };
  });
}

function failedFile({ path, after }: FileChange, failure: FileFailure): FileOutcome {
  if (failure.code === "DRIFT") return { path, action: "skipped-drift", failure };
  if (failure.code === "UNSAFE") return { path, action: "skipped-unsafe", failure };
  return { path, action: after.type === "absent" ? "delete-error" : "skipped-error", failure };
}
