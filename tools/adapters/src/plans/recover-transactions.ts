import { lstat, rm } from "node:fs/promises";
import { join } from "node:path";
import { InputError } from "@lockstep/kernel";
import type { RecoveredTransaction, TransactionState } from "@lockstep/plans";
import { orFail, unlessAbsent } from "../file-access.ts";
import { openLog } from "../store/log-file.ts";
import { failureOf } from "./file-failed.ts";
import { ownFolders } from "./own-folders.ts";
import { rollBack } from "./roll-back.ts";
import type { WorkspaceContext } from "./run-transaction.ts";
import { readTransaction, unfinishedTransactions } from "./stored-transactions.ts";

/** Rolls back what killed processes have left, for the holder of the lock: nobody else is at it. Throws `EnvironmentError` `FILE_ACCESS`. */
export async function recoverTransactions(context: WorkspaceContext): Promise<readonly RecoveredTransaction[]> {
  const recovered: RecoveredTransaction[] = [];
  // The newest first: it began with what those before it had left.
  for (const name of (await unfinishedTransactions(context.root)).toSorted(byTransaction)) {
    const one = await recoverTransaction(context, name);
    if (one !== undefined) recovered.push(one);
  }
  return recovered;
}

async function recoverTransaction(context: WorkspaceContext, name: string): Promise<RecoveredTransaction | undefined> {
  const path = join(ownFolders(context.root).backups, name);
  const known = { folder: `.xtask/backups/${name}` };
  const nothing = { restored: [], left: [] };
  try {
    const state = await readTransaction(context.root, name);
    if (state === undefined) {
      // Its process was killed before it did anything; whoever has backups has begun, and nothing but they may know what was there.
      if ((await unlessAbsent("look at", path, lstat(join(path, "files")))) !== undefined) throw journalLost(known.folder);
      await orFail("remove", path, rm(path, { recursive: true, force: true }));
      return undefined;
    }
    // Its last line was longer than what was looked at.
    if (state.end !== "open") return undefined;
    return { ...known, planId: state.begun.planId, ...(await recover(context, path, state)) };
  } catch (error) {
    const isOfUs = error instanceof InputError;
    return { ...known, type: "failed", ...nothing, failure: failureOf(isOfUs ? "read" : "roll back", known.folder, error) };
  }
}

async function recover(
  { root, now, assertHeld }: WorkspaceContext,
  folder: string,
  state: TransactionState,
): Promise<Pick<RecoveredTransaction, "type" | "restored" | "left" | "failure">> {
  const journal = openLog(join(folder, "journal.jsonl"));
  try {
    const performance = {
      root,
      folder,
      journal,
      isOwn: true,
      assertHeld,
      contentOf: () => Promise.reject(new Error("Nothing new is written")),
      identities: new Map(),
    };
    const { restored, left, failures } = await rollBack(performance, state, "its process was killed", now());
    const failure = failures.values().next().value;
    return { type: failure === undefined ? "rolled-back" : "failed", restored, left, ...(failure === undefined ? {} : { failure }) };
  } finally {
    journal.close();
  }
}

function journalLost(folder: string): InputError {
  return new InputError("JOURNAL_CORRUPT", `"${folder}" has backups, and its journal no line`, {
    hint: `Take what is needed out of "${folder}/files", then move the folder away`,
  });
}

function byTransaction(a: string, b: string): number {
  return a.slice(-26) < b.slice(-26) ? 1 : -1;
}
