import { realpath } from "node:fs/promises";
import { join } from "node:path";
import { BusyError, InputError } from "@lockstep/kernel";
import type { PlanWorkspace } from "@lockstep/plans";
import { orFail } from "../file-access.ts";
import { removeUnfinished } from "../store/document-file.ts";
import { whileLocked, type AssertHeld } from "../store/file-lock.ts";
import { readBackup } from "./backup-file.ts";
import { FileFailed } from "./file-failed.ts";
import { assertOwnFolders, makeOwnFolders, makeTopFolder, ownFolders } from "./own-folders.ts";
import { recoverTransactions } from "./recover-transactions.ts";
import { runTransaction, type WorkspaceContext } from "./run-transaction.ts";
import { listPlans, readPlan, removePlan, setPlansAside, writePlan, type ParsePlan } from "./stored-plans.ts";
import { listTransactions } from "./stored-transactions.ts";
import { diskWorkspaceFiles } from "./workspace-files.ts";

/** What a workspace of plans is opened with. */
export interface PlanWorkspaceOptions {
  readonly parsePlan: ParsePlan;
  /** The present time, as `YYYY-MM-DDTHH:MM:SSZ`. */
  now(): string;
  /** A ULID, of which a later one sorts behind. */
  newId(): string;
  /** How long another process is waited for; 15 seconds unless given. */
  readonly waitMs?: number;
  /** Aborted when somebody asks this process to stop: nothing waits or begins any more. A transaction that has begun goes on to its end. */
  readonly stop?: AbortSignal;
}

/** Opens the workspace below `folder`, which has to exist. Touches nothing. Throws `EnvironmentError` `FILE_ACCESS`. */
export async function openPlanWorkspace(folder: string, options: PlanWorkspaceOptions): Promise<PlanWorkspace> {
  const root = await orFail("look at", folder, realpath(folder));
  const { parsePlan, waitMs = 15_000, stop } = options;
  const now = (): string => options.now();
  const newId = (): string => options.newId();
  const own = ownFolders(root);
  const reading = async <Value>(read: () => Promise<Value>): Promise<Value> => {
    await assertOwnFolders(own);
    return read();
  };
  return {
    files: diskWorkspaceFiles(root),
    newId,
    listPlans: () => reading(() => listPlans(root, parsePlan)),
    readPlan: (id) => reading(() => readPlan(root, id, parsePlan)),
    listTransactions: () => reading(() => listTransactions(root)),
    readBackup: (transaction, path) =>
      reading(async () => {
        const change = transaction.state.begun.changes.find((each) => each.path === path);
        if (change?.backup === undefined) throw noBackup(path);
        try {
          return readBackup(join(root, transaction.folder), change);
        } catch (error) {
          if (error instanceof FileFailed) throw missingBackup(error);
          throw error;
        }
      }),
    async whileLocked(action) {
      await makeTopFolder(own);
      const busy = (holder: string): BusyError =>
        new BusyError("PLANS_LOCKED", `The plans of "${root}" are held by ${holder}; waited ${String(waitMs / 1000)} seconds`, {
          hint: `Run the command again later. If no other one is running, delete "${own.lock}" and "${own.lock}.takeover"`,
        });
      const run = async (assertHeld: AssertHeld): ReturnType<typeof action> => {
        const context: WorkspaceContext = { root, now, newId, assertHeld };
        const held = async <Value>(change: () => Promise<Value>): Promise<Value> => {
          assertHeld();
          return change();
        };
        await makeOwnFolders(own);
        await removeUnfinished(own.top);
        await removeUnfinished(own.plans);
        const recovered = await recoverTransactions(context);
        return action({
          recovered,
          writePlan: (plan) => held(() => writePlan(root, plan)),
          removePlan: (id) => held(() => removePlan(root, id)),
          setAside: () => held(() => setPlansAside(root, parsePlan, newId)),
          runTransaction: async (request) => {
            stop?.throwIfAborted();
            return runTransaction(context, request);
          },
        });
      };
      return whileLocked(own.lock, run, waitMs, busy, stop);
    },
  };
}

function noBackup(path: string): InputError {
  return new InputError("BACKUP_ABSENT", `No file stood at "${path}" before that, so there is no backup of it`, {
    hint: "Delete the file to have it as before",
  });
}

function missingBackup({ failure }: FileFailed): InputError {
  return new InputError("BACKUP_CORRUPT", failure.message, { hint: "Put the file back from somewhere else, such as git" });
}
