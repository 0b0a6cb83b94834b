import { copyFile, open, rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { orFail, unlessAbsent } from "./file-access.ts";
import { nodeCrypto } from "./node-crypto.ts";
import { makeFolder } from "./make-folder.ts";
import { writeSyncedFile } from "./store/synced-file.ts";
import { openJournal, type JournalEntry } from "./write-journal.ts";

/**
 * Replaces files all or nothing. `texts` maps absolute paths to texts. Every new text is synced to disk before the first one
 * takes its place, and when one cannot, those before it get their old text back. A write of several files is noted below
 * `journalFolder` first, so that `undoBrokenWrites` does the same for a process that was killed. Throws `EnvironmentError` `FILE_ACCESS`.
 */
export async function writeAll(texts: ReadonlyMap<string, string>, journalFolder: string): Promise<void> {
  const files = await Promise.all([...texts].map(([path, text]) => planEntry(path, text)));
  const isOne = files.length < 2;
  const close = isOne ? undefined : await openJournal(journalFolder, files);
  const staged: JournalEntry[] = [];
  const replaced: JournalEntry[] = [];
  const end = async (): Promise<void> => {
    await Promise.all(staged.flatMap(({ temporary, former }) => [rm(temporary, { force: true }), rm(former, { force: true })]));
    await close?.();
  };
  try {
    for (const file of files) {
      const { path, temporary } = file;
      await orFail("create", dirname(path), makeFolder(dirname(path)));
      staged.push(file);
      await orFail("write", path, writeSyncedFile(temporary, Buffer.from(texts.get(path) ?? "")));
      if (file.hasFormer && !isOne) await orFail("keep", path, keepFormer(file));
    }
    for (const file of files) {
      await orFail("replace", file.path, rename(file.temporary, file.path));
      replaced.push(file);
    }
  } catch (error) {
    // Where putting back fails too, the old texts and the note stay, for whoever undoes it later.
    for (const { path, former, hasFormer } of replaced.toReversed()) {
      if (!hasFormer) await rm(path, { force: true });
      else if (!isOne) await rename(former, path);
    }
    await end();
    throw error;
  }
  await end();
}

async function planEntry(path: string, text: string): Promise<JournalEntry> {
  const crypto = nodeCrypto();
  const token = crypto.randomBytes(6).toString("hex");
  const found = await unlessAbsent("look at", path, stat(path));
  return {
    path,
    temporary: `${path}.${token}.tmp`,
    former: `${path}.${token}.old`,
    hasFormer: found !== undefined,
    sha256: crypto.createHash("sha256").update(text).digest("hex"),
  };
}

async function keepFormer({ path, former }: JournalEntry): Promise<void> {
  await copyFile(path, former);
  const handle = await open(former, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
