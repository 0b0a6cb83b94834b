import { compareCodePoints, EnvironmentError, type ToolError } from "@lockstep/kernel";
import type { Preflight, TransactionOutcome, WantedChange } from "@lockstep/plans";
import { fileRows, withStop, type FileRow } from "./file-row.ts";

/** How applying or undoing ended, for a whole plan. */
export type Ending = "done" | "partial" | "dry-run" | "nothing" | "refused" | "rolled-back" | "unfinished";

/** What a document says of an ending that is no success. */
export interface EndingError {
  readonly code: "PLAN_DRIFT" | "PLAN_UNSAFE" | "PLAN_PARTIAL" | "PLAN_ROLLED_BACK" | "PLAN_UNFINISHED";
  readonly message: string;
  readonly hint: string;
}

/** What applying or undoing did. */
export interface Applied {
  readonly ending: Ending;
  readonly error: EndingError | null;
  readonly rows: readonly FileRow[];
  readonly transactionId: string | null;
  /** From the workspace root. */
  readonly backupFolder: string | null;
  /** What gives exit code 3. */
  readonly failures: readonly ToolError[];
  readonly status: "ok" | "findings";
}

/** Whether it was a dry run, what was decided, and the outcome of the transaction where one ran. */
export interface AppliedParts {
  readonly isDryRun: boolean;
  readonly preflight: Preflight;
  readonly outcome: TransactionOutcome | undefined;
  /** How the command is called again, without options. */
  readonly again: string;
  /** What can be done about a file that no option makes possible. */
  readonly unsafeHint: string;
}

/** Puts together what was decided and what was done. */
export function appliedOf(changes: readonly WantedChange[], parts: AppliedParts): Applied {
  const { outcome, preflight } = parts;
  const outcomes = new Map(outcome?.files.map((file) => [file.path, file]));
  const rows = fileRows(changes, preflight, { isDryRun: parts.isDryRun, outcomes }).toSorted((a, b) => compareCodePoints(a.path, b.path));
  const isSkipped = rows.some(({ action }) => action.startsWith("skip") || action === "delete-error");
  const ending = endingOf(parts, isSkipped);
  const error = errorOf(ending, parts, rows);
  return {
    ending,
    error,
    rows,
    transactionId: outcome?.folder === undefined ? null : outcome.transactionId,
    backupFolder: outcome?.folder ?? null,
    failures: failuresOf(error),
    status: isSkipped || preflight.isBlocked ? "findings" : "ok",
  };
}

function endingOf({ outcome, preflight, isDryRun }: AppliedParts, isSkipped: boolean): Ending {
  if (outcome !== undefined && outcome.type !== "committed") return outcome.type;
  if (isDryRun) return "dry-run";
  if (preflight.isBlocked) return "refused";
  if (outcome === undefined) return isSkipped ? "partial" : "nothing";
  return isSkipped ? "partial" : "done";
}

function errorOf(ending: Ending, { outcome, preflight, again, unsafeHint }: AppliedParts, rows: readonly FileRow[]): EndingError | null {
  if (ending === "rolled-back" || ending === "unfinished") {
    const failure = outcome?.failure ?? outcome?.files.find((file) => file.failure !== undefined)?.failure;
    const reason = failure === undefined ? "no reason is known" : failure.message;
    const left =
      outcome?.left.length === 0 ? "" : ` Changed by someone else meanwhile, and left as found: ${outcome?.left.join(", ") ?? ""}.`;
    if (ending === "rolled-back") {
      return {
        code: "PLAN_ROLLED_BACK",
        message: `${withStop(reason)} Every file is as before.${left}`,
        hint: failure?.hint ?? `Once that is solved: ${again}`,
      };
    }
    return {
      code: "PLAN_UNFINISHED",
      message: `${withStop(reason)} Not every file could be put back; the backups are in "${outcome?.folder ?? ""}".${left}`,
      hint: "Once that is solved, the next plan command puts the files back",
    };
  }
  const blocker = preflight.decisions.find(({ type }) => type === "unsafe") ?? preflight.decisions.find(({ type }) => type === "drifted");
  const row = rows.find(({ path }) => path === blocker?.path);
  if (preflight.isBlocked && row !== undefined) {
    if (blocker?.type === "unsafe") return { code: "PLAN_UNSAFE", message: row.reason, hint: `No option allows it. ${unsafeHint}` };
    return { code: "PLAN_DRIFT", message: row.reason, hint: `Look at it, then overwrite it: ${again} --force` };
  }
  const skipped = rows.find(({ action }) => action.startsWith("skip") || action === "delete-error");
  return skipped === undefined ? null : { code: "PLAN_PARTIAL", message: skipped.reason, hint: `Once that is solved: ${again}` };
}

function failuresOf(error: EndingError | null): readonly ToolError[] {
  if (error === null) return [];
  const { message, hint } = error;
  if (error.code === "PLAN_ROLLED_BACK") return [new EnvironmentError("PLAN_ROLLED_BACK", message, { hint })];
  return error.code === "PLAN_UNFINISHED" ? [new EnvironmentError("PLAN_UNFINISHED", message, { hint })] : [];
}

/** What documents say of applying and undoing besides the files. */
export interface AppliedFields extends Pick<Applied, "error" | "transactionId" | "backupFolder"> {
  readonly outcome: Ending;
  readonly dryRun: boolean;
}

/** What documents say of it besides the files. */
export function appliedFields({ ending, error, transactionId, backupFolder }: Applied): AppliedFields {
  return { outcome: ending, error, dryRun: ending === "dry-run", transactionId, backupFolder };
}
