import { mkdir, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { digestFile } from "./digest-file.ts";
import { unlessAbsent } from "./file-access.ts";
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
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const file = await open(path, "wx", 0o600);
    try {
      await file.writeFile(JSON.stringify({ pid: process.pid, host: hostname(), entries }));
      await file.sync();
    } finally {
      await file.close();
    }
  } catch {
    return async () => {};
  }
  return () => rm(path, { force: true });
}

/**
 * Undoes the writes below `folder` that processes of this machine began and were killed in: a file that has its new text gets its old
 * one back, or is removed when it had none; one that was changed since stays. A write whose files all have their new text was done and
 * stays too. Returns the paths that were put back. A file that cannot be put back keeps its note for the next call.
 */
export async function undoBrokenWrites(folder: string): Promise<readonly string[]> {
  const undone: string[] = [];
  const names = (await unlessAbsent("list", folder, readdir(folder))) ?? [];
  for (const name of names.filter((each) => each.endsWith(".json")).toSorted()) {
    const path = join(folder, name);
    const entries = await brokenEntries(path);
    if (entries === undefined) continue;
    const isNew = await Promise.all(entries.map(async (entry) => (await digestOf(entry.path)) === entry.sha256));
    if (!isNew.every(Boolean)) {
      for (const [index, entry] of [...entries.entries()].toReversed()) {
        if (isNew[index] !== true) continue;
        if (!entry.hasFormer) await rm(entry.path, { force: true });
        else if ((await stat(entry.former).catch(() => undefined)) === undefined) continue;
        else await rename(entry.former, entry.path);
        undone.push(entry.path);
      }
    }
    await Promise.all(entries.flatMap(({ temporary, former }) => [rm(temporary, { force: true }), rm(former, { force: true })]));
    await rm(path, { force: true });
  }
  return undone.toSorted();
}

/** The files of a write that nobody brings to an end; `undefined` for one that is still going on, is another machine's, or is no note. */
async function brokenEntries(path: string): Promise<readonly JournalEntry[] | undefined> {
  const [text, found] = await Promise.all([readFile(path, "utf8").catch(() => ""), stat(path).catch(() => undefined)]);
  const note = parseAnswer(text);
  if (found === undefined || !isObject(note) || note["host"] !== hostname() || typeof note["pid"] !== "number") return undefined;
  if (isAlive(note["pid"]) && Date.now() - found.mtimeMs < LONGEST_WRITE_MS) return undefined;
  return Array.isArray(note["entries"]) ? (note["entries"] as readonly JournalEntry[]) : undefined;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It is there, and another user's.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

async function digestOf(path: string): Promise<string | undefined> {
  return digestFile(path, "sha256", "hex").catch(() => undefined);
}
