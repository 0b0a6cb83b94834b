import { chmod, rename, rm, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { InputError, type BinaryStore } from "@lockstep/kernel";
import { removeAbandoned } from "./abandoned-folders.ts";
import { whileLocked } from "./store/file-lock.ts";
import { digestFile } from "./digest-file.ts";
import { ARCHIVE_LIMITS } from "./archive-guard.ts";
import { listArchive, unpackArchive, unpackOne } from "./archive-format.ts";
import { fileAccessError, orFail, unlessAbsent } from "./file-access.ts";
import { noteUse, pruneKept } from "./kept-artifacts.ts";
import { nodeCrypto } from "./node-crypto.ts";
import { makeFolder } from "./make-folder.ts";

const downloadPrefix = ".download-";

/**
 * Binaries kept below `folder` on this machine's disk. Downloads share its file system, so that a move replaces at once.
 * @param lockWaitMs how long to wait for another process that updates the same record
 * @param limits of an archive
 */
export function diskBinaries(folder: string, lockWaitMs = 15_000, limits = ARCHIVE_LIMITS): BinaryStore {
  const root = resolve(folder);
  return {
    locate(...names) {
      for (const name of names) assertSingleName(root, name);
      return join(root, ...names);
    },
    async makeDownloadFolder() {
      const path = join(root, `${downloadPrefix}${nodeCrypto().randomBytes(6).toString("hex")}`);
      await orFail("create", path, makeFolder(path));
      await removeAbandoned(root, downloadPrefix);
      return path;
    },
    integrity: async (path) => `sha512-${await orFail("read", path, digestFile(path, "sha512", "base64"))}`,
    entries: (archive, format = "npm") => listArchive({ path: archive, format, limits }),
    unpack: (archive, entry, to, format = "npm") => unpackOne({ path: archive, format, limits }, entry, to),
    unpackAll: (archive, to, executables, format = "npm") => unpackArchive({ path: archive, format, limits }, to, executables),
    async keep(from, path, record) {
      const isFolder = (await orFail("look at", from, stat(from))).isDirectory();
      if (!isFolder) await orFail("make executable", from, chmod(from, 0o755));
      if (record !== undefined) await whileLocked(`${record.path}.lock`, () => record.update(), lockWaitMs);
      await orFail("create", dirname(path), makeFolder(dirname(path)));
      if (isFolder) await replaceFolder(from, path);
      else await orFail("replace", path, rename(from, path));
      await noteUse(path);
    },
    whileAlone: (path, action, busy) => whileLocked(path, action, 0, busy),
    updateRecord: (record) => whileLocked(`${record.path}.lock`, () => record.update(), lockWaitMs),
    noteUse,
    prune: (limitBytes) => pruneKept(root, limitBytes, `${downloadPrefix}removed-`),
  };
}

function assertSingleName(root: string, name: string): void {
  if (name !== "" && name !== "." && name !== ".." && !/[/\\\0]/.test(name)) return;
  throw new InputError("ARTIFACT_PATH", `${JSON.stringify(name)} is no name of a file or folder, so no path below "${root}" has it`, {
    hint: "Correct it in cli.json or artifacts.lock.json",
  });
}

/**
 * Puts a folder in the place of another. No system moves a folder over a full one, so the old one is moved aside first; it is put
 * back when the new one cannot take its place.
 */
async function replaceFolder(from: string, path: string): Promise<void> {
  const aside = `${from}-replaced`;
  for (let attempt = 1; ; attempt += 1) {
    await unlessAbsent("move aside", path, rename(path, aside));
    try {
      await rename(from, path);
      break;
    } catch (error) {
      await putBack(aside, path);
      // Another process has put its own there meanwhile.
      if (attempt === 3 || !isOccupied(error)) throw fileAccessError("replace", path, error);
    }
  }
  await orFail("remove", aside, rm(aside, { recursive: true, force: true }));
}

/** Moves a folder back to where it was, or removes it when another has taken that place. The failure before it is the one to tell. */
async function putBack(aside: string, path: string): Promise<void> {
  try {
    await rename(aside, path);
  } catch {
    if (await isThere(path)) await rm(aside, { recursive: true, force: true });
  }
}

async function isThere(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch {
    return false;
  }
}

function isOccupied(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "ENOTEMPTY" || error.code === "EEXIST" || error.code === "EPERM");
}
