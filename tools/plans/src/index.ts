export type { ChangePlan, PlannedFile, StoredContent, StoredState } from "./change-plan.ts";
export { isSameState, withoutContent } from "./content/state.ts";
export { readContent, storeContent } from "./content/stored-content.ts";
export { applyPatch } from "./diff/apply-patch.ts";
export { parsePatch } from "./diff/parse-patch.ts";
export { renderFileDiff } from "./diff/render-file-diff.ts";
export { actionAfter, actionBefore, preflight, type FileDecision, type Preflight, type WantedChange } from "./drift/preflight.ts";
export { countActions } from "./drift/summary.ts";
export { fileActions, type FileAction, type FileChange } from "./file-change.ts";
export type { FileState, WrittenState } from "./file-state.ts";
export type { BegunEvent, EmptiedFolder, JournalEvent, JournaledChange } from "./journal.ts";
export { foldPath } from "./paths/fold-path.ts";
export { isProtectedPlace, readGivenPath, refusePath } from "./paths/lexical.ts";
export { realPlaces } from "./paths/observed.ts";
export { quotePath, type Refusal } from "./paths/refusal.ts";
export { parseChangePlan, renderChangePlan } from "./plan-document.ts";
export type {
  FileFailure,
  FileOutcome,
  ListedPlans,
  ListedTransactions,
  LockedPlans,
  Observation,
  OpenPlanWorkspace,
  PlanWorkspace,
  RecoveredTransaction,
  StoredTransaction,
  TransactionOutcome,
  TransactionRequest,
  UnreadableFile,
  WorkspaceFiles,
} from "./ports.ts";
export { operationOf, stageFile, unstageFile, type FoundFile } from "./staging/stage-file.ts";
export type { StageRequest } from "./staging/stage-request.ts";
export { beginTransaction, type PlacedChange } from "./transaction/begin-transaction.ts";
export type { FileOperation } from "./transaction/file-operation.ts";
export { foldJournal } from "./transaction/fold-journal.ts";
export { journalLine, parseJournal } from "./transaction/parse-journal.ts";
export { folderOf, inFolder, nameOf, placeOf } from "./transaction/places.ts";
export { planRecovery } from "./transaction/plan-recovery.ts";
export { transactionOperations } from "./transaction/transaction-operations.ts";
export type { TransactionState } from "./transaction/transaction-state.ts";
export { undoRequest } from "./transaction/undo-request.ts";
export { appliedStates, changesToUndo, transactionToUndo } from "./transaction/undo.ts";
