import { mkdir, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import {
  beginTransaction,
  foldJournal,
  transactionOperations,
  type BegunEvent,
  type FileFailure,
  type TransactionOutcome,
  type TransactionRequest,
} from "@lockstep/plans";
import type { AssertHeld } from "../store/file-lock.ts";
import { createLog, type LogFile } from "../store/log-file.ts";
import { syncFolder } from "../store/sync-folder.ts";
import { failureOf, FileFailed } from "./file-failed.ts";
import { ownFolders } from "./own-folders.ts";
import type { Performance } from "./perform-operation.ts";
import { measureFolders, placeChanges } from "./place-changes.ts";
import { rollBack } from "./roll-back.ts";
import { runOperations } from "./run-operations.ts";
import { committedFiles, rolledBackFiles } from "./transaction-outcome.ts";

/** What the holder of a workspace's lock works with. */
export interface WorkspaceContext {
  /** Absolute, links resolved. */
  readonly root: string;
  /** The present time, as `YYYY-MM-DDTHH:MM:SSZ`. */
  readonly now: () => string;
  /** A ULID. */
  readonly newId: () => string;
  readonly assertHeld: AssertHeld;
}

/** Runs a transaction, for the holder of the lock. Never throws for what happens to the files: it is rolled back, and the outcome says why. */
export async function runTransaction(context: WorkspaceContext, request: TransactionRequest): Promise<TransactionOutcome> {
  const { root } = context;
  const transactionId = context.newId();
  const { placed, failures } = placeChanges(root, request.changes);
  const mayGoOn = request.isPartial || failures.size === 0;
  if (!mayGoOn || placed.length === 0) {
    const files = mayGoOn ? committedFiles(request, failures) : rolledBackFiles(request, failures, []);
    return { type: mayGoOn ? "committed" : "rolled-back", transactionId, files, left: [] };
  }
  const folder = join(ownFolders(root).backups, `${request.planId}-${transactionId}`);
  let journal: LogFile;
  let begun: BegunEvent;
  try {
    const emptied = measureFolders(root, request.emptied ?? []);
    begun = beginTransaction({ ...request, at: context.now(), transactionId, emptied }, placed);
    journal = await makeFolder(folder);
  } catch (error) {
    const failure = failureOf("write", `.xtask/backups/${basename(folder)}`, error);
    return { type: "rolled-back", transactionId, files: rolledBackFiles(request, failures, []), failure, left: [] };
  }
  try {
    return await run({ context, request, begun, folder, journal, failures });
  } finally {
    journal.close();
  }
}

interface Run {
  readonly context: WorkspaceContext;
  readonly request: TransactionRequest;
  readonly begun: BegunEvent;
  readonly folder: string;
  readonly journal: LogFile;
  /** Of the paths that cannot be changed at all. */
  readonly failures: ReadonlyMap<string, FileFailure>;
}

async function run({ context, request, begun, folder, journal, failures }: Run): Promise<TransactionOutcome> {
  const { root } = context;
  const requested = new Map(request.changes.map((change) => [change.path, change]));
  const performance: Performance = {
    root,
    folder,
    journal,
    assertHeld: context.assertHeld,
    isOwn: request.kind === "undo",
    contentOf: (change) => request.contentOf(requested.get(change.path) ?? change),
    identities: new Map(),
  };
  const { events, givenUp, stop } = await runOperations(
    performance,
    transactionOperations(begun, context.now()),
    request.isPartial ? begun.folders : undefined,
  );
  const failed = new Map([...failures, ...givenUp]);
  const known = { transactionId: begun.transactionId, folder: `.xtask/backups/${basename(folder)}` };
  const backups = new Map(
    begun.changes.flatMap(({ path, backup }) => (backup === undefined ? [] : [[path, `${known.folder}/${backup}`] as const])),
  );
  if (stop === undefined) return { type: "committed", ...known, files: committedFiles(request, failed, backups), left: [] };
  const state = foldJournal(events);
  const stopped: Pick<TransactionOutcome, "failure"> = stop.paths.size === 0 ? { failure: stop.failure } : {};
  if (state === undefined) {
    await rm(folder, { recursive: true, force: true }).catch(() => {});
    return { type: "rolled-back", transactionId: begun.transactionId, files: rolledBackFiles(request, failed, []), ...stopped, left: [] };
  }
  const { left, failures: stuck } = await rollBack(performance, state, stop.failure.message, context.now());
  const all = new Map([...failed, ...stuck, ...stop.paths]);
  const type = stuck.size === 0 ? "rolled-back" : "unfinished";
  const failure = stuck.get("") ?? stuck.values().next().value;
  return {
    type,
    ...known,
    files: rolledBackFiles(request, all, left, backups),
    ...(failure === undefined ? stopped : { failure }),
    left,
  };
}

/** Makes the folder of a transaction and its empty journal. */
async function makeFolder(folder: string): Promise<LogFile> {
  await mkdir(folder, 0o700);
  try {
    const journal = createLog(join(folder, "journal.jsonl"));
    await syncFolder(folder);
    await syncFolder(join(folder, ".."));
    return journal;
  } catch (error) {
    await rm(folder, { recursive: true, force: true }).catch(() => {});
    throw error instanceof FileFailed ? error : new FileFailed(failureOf("write", `.xtask/backups/${basename(folder)}`, error));
  }
}
