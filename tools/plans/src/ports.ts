import type { ChangePlan } from "./change-plan.ts";
import type { FileAction, FileChange } from "./file-change.ts";
import type { FileState } from "./file-state.ts";
import type { TransactionState } from "./transaction/transaction-state.ts";

/** What stands at a path of the workspace, and where that path really leads. */
export interface Observation {
  readonly state: FileState;
  /**
   * The real place of the nearest folder above it that exists, links resolved, from the real workspace root (`""` is the root itself);
   * `undefined` when that is outside of the root.
   */
  readonly realFolder: string | undefined;
  /** How many folders above it do not exist, and would be made below `realFolder`. */
  readonly missingFolders?: number;
  /** The nearest thing above it that exists and is no folder, as a path from the root. */
  readonly blockedBy?: string;
  /** Paths that exist, differ from this one by letter case or Unicode form alone, and are another file, or would be on other systems. */
  readonly twins: readonly string[];
}

/** The files of a workspace. Paths are relative to its root, with `/`. What stops a call is an `EnvironmentError` naming the path. */
export interface WorkspaceFiles {
  /** Absolute, links resolved. */
  readonly root: string;
  observe(path: string): Promise<Observation>;
  /** The bytes of a file, links not followed. */
  readBytes(path: string): Promise<Uint8Array>;
}

/** A stored file that could not be read as what it should be. */
export interface UnreadableFile {
  /** Where it is now, from the workspace root. */
  readonly path: string;
  /** One sentence. */
  readonly reason: string;
}

/** The stored plans of a workspace. */
export interface ListedPlans {
  /** Oldest first. */
  readonly plans: readonly ChangePlan[];
  /** What is no plan, where it stands; `setAside` moves it out of the way. */
  readonly unreadable: readonly UnreadableFile[];
}

/** A transaction with the folder of its journal and backups. */
export interface StoredTransaction {
  /** From the workspace root: `.xtask/backups/<plan>-<ulid>`. */
  readonly folder: string;
  readonly state: TransactionState;
}

/** The transactions of a workspace. */
export interface ListedTransactions {
  /** Oldest first. */
  readonly transactions: readonly StoredTransaction[];
  readonly unreadable: readonly UnreadableFile[];
}

/** A change of several files, all or nothing. */
export interface TransactionRequest {
  readonly kind: "apply" | "undo";
  readonly planId: string;
  /** The transaction that an undo takes back. */
  readonly undoes?: string;
  /**
   * From what stands at each path now, as the caller has observed it under the lock, to what is to stand there. A path that is something
   * else when its turn comes fails as `skipped-drift`.
   */
  readonly changes: readonly FileChange[];
  /** Folders, links resolved, from the workspace root, that go when this leaves nothing in them: those that an undone transaction made. */
  readonly emptied?: readonly string[];
  /** The bytes of the new file, of which the hash is `after.sha256`; called for those alone, and maybe several at once. */
  readonly contentOf: (change: FileChange) => Promise<Uint8Array>;
  /** Whether it goes on without the paths that fail. */
  readonly isPartial: boolean;
}

/** Why a path could not be changed. */
export interface FileFailure {
  /** What the system calls it, such as `ENOSPC`, or `DRIFT`, `UNSAFE` or `CONTENT`. */
  readonly code: string;
  /** One sentence that names the path and says what was wrong. */
  readonly message: string;
  /** What to do. */
  readonly hint: string;
}

/** What became of one path. */
export interface FileOutcome {
  readonly path: string;
  readonly action: Extract<
    FileAction,
    "applied" | "created" | "deleted" | "unchanged" | "skipped-drift" | "skipped-unsafe" | "skipped-error" | "delete-error" | "rolled-back"
  >;
  /** The backup of what stood there, from the workspace root. */
  readonly backup?: string;
  readonly failure?: FileFailure;
}

/** What became of a transaction. */
export interface TransactionOutcome {
  /**
   * `rolled-back`: every path is as before, but for those that are `left`. `unfinished`: the rollback failed as well; backups and journal
   * are kept, and the next call under the lock tries again.
   */
  readonly type: "committed" | "rolled-back" | "unfinished";
  readonly transactionId: string;
  /** From the workspace root; absent when it failed before anything was written. */
  readonly folder?: string;
  /** One for each change, in the order of the request. */
  readonly files: readonly FileOutcome[];
  /** What stopped it, when that is of no path, such as a journal that cannot be written. */
  readonly failure?: FileFailure;
  /** The paths that the rollback found changed by someone else, and left. */
  readonly left: readonly string[];
}

/** What became of a transaction that a killed process left, or one whose rollback had failed. */
export interface RecoveredTransaction {
  /** From the workspace root. */
  readonly folder: string;
  /** `failed`: it is tried again the next time. */
  readonly type: "rolled-back" | "failed";
  readonly planId?: string;
  /** The paths that are as before again. */
  readonly restored: readonly string[];
  /** The paths that somebody changed since; their backups are kept. */
  readonly left: readonly string[];
  readonly failure?: FileFailure;
}

/** What alone the holder of a workspace's lock may do. */
export interface LockedPlans {
  /** What killed processes had left, repaired before this began. */
  readonly recovered: readonly RecoveredTransaction[];
  /** Makes or replaces the stored plan of that id, as a whole. */
  readonly writePlan: (plan: ChangePlan) => Promise<void>;
  /** False when there is none. Its backups stay. */
  readonly removePlan: (id: string) => Promise<boolean>;
  /** Moves the files that are no plan out of the way of the others, as `<id>.json.corrupt-<ulid>`; tells where they are now. */
  readonly setAside: () => Promise<readonly UnreadableFile[]>;
  /** Never throws for what happens to the files: the outcome is a value. */
  readonly runTransaction: (request: TransactionRequest) => Promise<TransactionOutcome>;
}

/** The plans, transactions and files of one workspace; `.xtask/` below its root holds what is stored. */
export interface PlanWorkspace {
  readonly files: WorkspaceFiles;
  /** A ULID, of which a later one sorts behind. */
  newId(): string;
  /** Touches nothing. */
  listPlans(): Promise<ListedPlans>;
  /** `undefined` when there is none with that id. Touches nothing. Throws `InputError` for what is no plan. */
  readPlan(id: string): Promise<ChangePlan | undefined>;
  /** Touches nothing. */
  listTransactions(): Promise<ListedTransactions>;
  /** The bytes that stood at a path before a transaction. Throws `InputError` `BACKUP_CORRUPT` when the backup is not what it was. */
  readBackup(transaction: StoredTransaction, path: string): Promise<Uint8Array>;
  /**
   * Runs `action` while this caller alone holds the lock of the workspace, after repairing what killed processes left. Plans that are to be
   * changed have to be read in there, so that two writers lose nothing. Throws `BusyError` `PLANS_LOCKED`, and what `action` throws.
   */
  whileLocked<Result>(action: (locked: LockedPlans) => Promise<Result>): Promise<Result>;
}

/** Opens the workspace below `root`, an existing folder. Touches nothing. */
export type OpenPlanWorkspace = (root: string) => Promise<PlanWorkspace>;
