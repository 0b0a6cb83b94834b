import { lstat, readdir, readFile, readlink, rename, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { isAbsolute, join } from "node:path";
import { BusyError } from "@lockstep/kernel";
import { digestFile } from "./digest-file.ts";
import { whileLocked } from "./store/file-lock.ts";
import { isAlive } from "./store/is-alive.ts";
import { syncFolder } from "./store/sync-folder.ts";
import { writeSyncedFile } from "./store/synced-file.ts";
import { errorCode } from "./file-access.ts";
import { makeFolder } from "./make-folder.ts";
import { nodeCrypto } from "./node-crypto.ts";
import { isObject, parseAnswer } from "./npm-answer.ts";

/** One file that a write replaces: the new text waits beside it, and the old one is kept beside it meanwhile. Paths are absolute. */
export interface JournalEntry {
  readonly path: string;
  readonly temporary: string;
  readonly former: string;
  /** Whether there is an old text. */
  readonly hasFormer: boolean;
  /** SHA-256 of the new text in lower-case hex. */
  readonly sha256: string;
}

/** A write takes seconds; what is older belongs to a process that is gone, whoever has its number now. */
const LONGEST_WRITE_MS = 3_600_000;

/**
 * Notes a write of several files below `folder`, on disk, before the first of them is touched. Returns what is to be called when all
 * is done or undone. A folder that cannot be written notes nothing: the write is then only as safe as its order.
 */
export async function openJournal(folder: string, entries: readonly JournalEntry[]): Promise<() => Promise<void>> {
  const path = join(folder, `${nodeCrypto().randomBytes(6).toString("hex")}.json`);
  try {
    await makeFolder(folder, 0o700);
    const note = { pid: process.pid, host: hostname(), numbers: await processNumbers(), entries };
    await writeSyncedFile(path, Buffer.from(JSON.stringify(note)), 0o600);
    await syncFolder(folder);
  } catch {
    return async () => {};
  }
  return () => rm(path, { force: true });
}

/** What became of the writes that killed processes left. */
export interface UndoneWrites {
  /** The files that are as before, by their paths. */
  readonly undone: readonly string[];
  /** One sentence for each write that could not be undone; it is tried again the next time. */
  readonly failures: readonly string[];
}

/**
 * Undoes the writes below `folder` that processes of this user on this machine began and were killed in: a file that has its new text
 * gets its old one back, or is removed when it had none; one that was changed since stays. A write whose new texts are all in place was
 * done, and stays too, whatever was made of its files since. Never throws: a command that cannot undo an old write can do its own work.
 */
export async function undoBrokenWrites(folder: string): Promise<UndoneWrites> {
  const undone: string[] = [];
  const failures: string[] = [];
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((each) => each.endsWith(".json")).toSorted()) {
    const path = join(folder, name);
    if ((await brokenEntries(path)) === undefined) continue;
    try {
      // Another process may be at it: what it leaves is looked at again.
      undone.push(...(await whileLocked(`${path}.lock`, async () => undoWrite(path, (await brokenEntries(path)) ?? []), 0)));
    } catch (error) {
      if (!(error instanceof BusyError)) failures.push(`"${path}": ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return { undone: undone.toSorted(), failures };
}

/** Undoes one write and removes its note; returns the paths that were put back. */
async function undoWrite(note: string, entries: readonly JournalEntry[]): Promise<readonly string[]> {
  const undone: string[] = [];
  const isNew = await Promise.all(entries.map(async (entry) => (await digestOf(entry.path)) === entry.sha256));
  // All new texts wait beside their files before the first takes its place: when none waits, either all or none are in place.
  const isWaiting = await Promise.all(entries.map(({ temporary }) => isThere(temporary)));
  if (isWaiting.some(Boolean) && !isNew.every(Boolean)) {
    for (const [index, entry] of [...entries.entries()].toReversed()) {
      if (isNew[index] !== true || isWaiting[index] === true) continue;
      if (!entry.hasFormer) await rm(entry.path, { force: true });
      else if (await isThere(entry.former)) await rename(entry.former, entry.path);
      else continue;
      undone.push(entry.path);
    }
  }
  await Promise.all(entries.flatMap(({ temporary, former }) => [rm(temporary, { force: true }), rm(former, { force: true })]));
  await rm(note, { force: true });
  return undone;
}

/**
 * The files of a write that nobody brings to an end; `undefined` for one that is still going on, is another machine's or another
 * user's, or is no note: the folder may be one that others write in, and what a note names is replaced and removed.
 */
async function brokenEntries(path: string): Promise<readonly JournalEntry[] | undefined> {
  const [text, found] = await Promise.all([readFile(path, "utf8").catch(() => ""), lstat(path).catch(() => undefined)]);
  const note = parseAnswer(text);
  if (found?.isFile() !== true || !isObject(note) || note["host"] !== hostname() || typeof note["pid"] !== "number") return undefined;
  if (process.getuid !== undefined && found.uid !== process.getuid()) return undefined;
  // A process of another container with this name has its own numbers.
  const mayLive = note["numbers"] !== (await processNumbers()) || isAlive(note["pid"]);
  if (mayLive && Date.now() - found.mtimeMs < LONGEST_WRITE_MS) return undefined;
  const entries: unknown = note["entries"];
  return Array.isArray(entries) && entries.every(isEntry) ? entries : undefined;
}

/** Whether a value is an entry as `writeAll` notes it, whose other files stand beside the one that it is about. */
function isEntry(value: unknown): value is JournalEntry {
  if (!isObject(value)) return false;
  const { path, temporary, former, hasFormer, sha256 } = value;
  if (typeof path !== "string" || !isAbsolute(path) || typeof temporary !== "string") return false;
  const token = /^\.[0-9a-f]+(?=\.tmp$)/.exec(temporary.slice(path.length))?.[0] ?? "";
  return (
    token !== "" &&
    temporary === `${path}${token}.tmp` &&
    former === `${path}${token}.old` &&
    typeof hasFormer === "boolean" &&
    typeof sha256 === "string"
  );
}

/** Which processes the numbers of this one's machine are about, as far as the system tells. */
async function processNumbers(): Promise<string> {
  return readlink("/proc/self/ns/pid").catch(() => "");
}

async function isThere(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (errorCode(error) === "ENOENT" || errorCode(error) === "ENOTDIR") return false;
    throw error;
  }
}

async function digestOf(path: string): Promise<string | undefined> {
  return digestFile(path, "sha256", "hex").catch(() => undefined);
}
