import { constants } from "node:fs";
import { open, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { InputError } from "@lockstep/kernel";
import {
  foldJournal,
  parseJournal,
  type ListedTransactions,
  type StoredTransaction,
  type TransactionState,
  type UnreadableFile,
} from "@lockstep/plans";
import { errorCode, orFail, unlessAbsent } from "../file-access.ts";
import { ULID } from "../system-ids.ts";
import { ownFolders } from "./own-folders.ts";

/** How many bytes of a journal's end are read to see whether it has one. */
const TAIL_BYTES = 16_384;

/** All transactions of a workspace, oldest first. Throws `EnvironmentError` `FILE_ACCESS`. */
export async function listTransactions(root: string): Promise<ListedTransactions> {
  const transactions: StoredTransaction[] = [];
  const unreadable: UnreadableFile[] = [];
  for (const name of await transactionFolders(root)) {
    const folder = `.xtask/backups/${name}`;
    try {
      const state = await readTransaction(root, name);
      if (state !== undefined) transactions.push({ folder, state });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      unreadable.push({ path: `${folder}/journal.jsonl`, reason: error.message });
    }
  }
  const idOf = ({ state }: StoredTransaction): string => state.begun.transactionId;
  return { transactions: transactions.toSorted((a, b) => (idOf(a) < idOf(b) ? -1 : 1)), unreadable };
}

/** The names of the folders whose journal has no end: of transactions that go on, or whose process was killed. */
export async function unfinishedTransactions(root: string): Promise<readonly string[]> {
  const unfinished: string[] = [];
  for (const name of await transactionFolders(root)) {
    if (!(await hasEnd(join(ownFolders(root).backups, name, "journal.jsonl")))) unfinished.push(name);
  }
  return unfinished;
}

/**
 * The state of the transaction in a folder below `.xtask/backups`; `undefined` when its journal has no line. Throws `InputError` for what is
 * no journal of that folder, and `EnvironmentError` `FILE_ACCESS`.
 */
export async function readTransaction(root: string, name: string): Promise<TransactionState | undefined> {
  const shown = `.xtask/backups/${name}/journal.jsonl`;
  const path = join(ownFolders(root).backups, name, "journal.jsonl");
  const text = await unlessAbsent("read", shown, readFile(path, { encoding: "utf8", flag: constants.O_RDONLY | constants.O_NOFOLLOW }));
  const state = foldJournal(parseJournal(shown, text ?? ""));
  if (state === undefined) return undefined;
  const { planId, transactionId } = state.begun;
  if (name === `${planId}-${transactionId}`) return state;
  throw new InputError("JOURNAL_CORRUPT", `"${shown}" is the journal of another folder, "${planId}-${transactionId}"`, {
    hint: "Move its folder away, or back to its name",
  });
}

const folderName = new RegExp(`^${ULID}-${ULID}$`);

/** In the order of their names. */
async function transactionFolders(root: string): Promise<readonly string[]> {
  const { backups } = ownFolders(root);
  const entries = await unlessAbsent("list", backups, readdir(backups, { withFileTypes: true }));
  return (entries ?? [])
    .filter((entry) => entry.isDirectory() && folderName.test(entry.name))
    .map(({ name }) => name)
    .toSorted();
}

/** Whether the last whole line of a journal ends its transaction. */
async function hasEnd(path: string): Promise<boolean> {
  try {
    const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
    try {
      const { size } = await file.stat();
      const start = Math.max(size - TAIL_BYTES, 0);
      const { buffer, bytesRead } = await file.read(Buffer.alloc(size - start), 0, size - start, start);
      const lines = buffer.subarray(0, bytesRead).toString("utf8").split("\n");
      // A line that is longer than what was read is looked at by who reads the whole journal.
      return /^\{"type":"(?:committed|rolled-back)"/.test(lines.at(-2) ?? "");
    } finally {
      await file.close();
    }
  } catch (error) {
    if (errorCode(error) === "ENOENT") return false;
    return orFail("read", path, Promise.reject(error));
  }
}
