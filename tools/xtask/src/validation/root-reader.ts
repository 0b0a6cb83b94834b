import { EnvironmentError, type Files } from "@lockstep/kernel";
import type { FileRead, FolderRead, RootFiles } from "@lockstep/parity/validate";

/** How many files are open at once: far below the usual limit of a process. */
const parallelReads = 64;

/** Asks until everything that the question looks at below `root` has been read; the last answer is the true one. */
export async function askOfRoot<Answer>(files: Files, root: string, snapshot: RootFiles, ask: () => Answer): Promise<Answer> {
  for (;;) {
    const answer = ask();
    const unread = snapshot.unread();
    if (unread.files.length === 0 && unread.folders.length === 0) return answer;
    const reads = [
      ...unread.folders.map((path) => async () => snapshot.putFolder(path, await readFolder(files, `${root}/${path}`))),
      ...unread.files.map((path) => async () => snapshot.put(path, await readFile(files, `${root}/${path}`))),
    ];
    const next = reads.values();
    // The workers share one iterator, so each read is taken once.
    const worker = async (): Promise<void> => {
      for (const read of next) await read();
    };
    await Promise.all(Array.from({ length: Math.min(parallelReads, reads.length) }, worker));
  }
}

async function readFile(files: Files, path: string): Promise<FileRead> {
  try {
    const text = await files.readText(path);
    return text === undefined ? { type: "absent" } : { type: "text", text };
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    return error.code === "FILE_NOT_UTF8" ? { type: "not-utf8" } : { type: "unreadable", reason: error.message };
  }
}

async function readFolder(files: Files, path: string): Promise<FolderRead> {
  try {
    const entries = await files.list(path);
    if (entries !== undefined) return { type: "files", names: entries.filter(({ type }) => type !== "folder").map(({ name }) => name) };
    return (await files.stat(path)) === undefined
      ? { type: "absent" }
      : { type: "unreadable", reason: `Cannot list "${path}": it is no folder` };
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    return { type: "unreadable", reason: error.message };
  }
}
