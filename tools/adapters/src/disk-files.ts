import { isUtf8 } from "node:buffer";
import { readdir, readFile, rm, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { isAbsolute, join, resolve } from "node:path";
import { compareCodePoints, EnvironmentError, type DirectoryEntry, type Files } from "@lockstep/kernel";
import { removeAbandoned } from "./abandoned-folders.ts";
import { digestFile } from "./digest-file.ts";
import { orFail, unlessAbsent } from "./file-access.ts";
import { undoBrokenWrites, type UndoneWrites } from "./write-journal.ts";
import { writeAll } from "./write-all.ts";
import { nodeCrypto } from "./node-crypto.ts";
import { makeFolder } from "./make-folder.ts";

/**
 * Files of this machine's disk. Relative paths start at `folder`. Once `stop` is aborted, reading and writing throw its reason;
 * removing still works, so that a command can clean up, and a write that has begun is brought to its end.
 */
export function diskFiles(folder: string, stop?: AbortSignal): Files {
  const absolute = (path: string): string => resolve(folder, path);
  return {
    absolute,
    async readText(path) {
      stop?.throwIfAborted();
      const bytes = await unlessAbsent("read", path, readFile(absolute(path)));
      return bytes === undefined ? undefined : decodeUtf8(path, bytes);
    },
    readBytes: async (path) => {
      stop?.throwIfAborted();
      return unlessAbsent("read", path, readFile(absolute(path)));
    },
    async list(path) {
      stop?.throwIfAborted();
      const entries = await unlessAbsent("list", path, readdir(absolute(path), { withFileTypes: true }));
      return entries
        ?.map((entry): DirectoryEntry => ({ name: entry.name, type: typeOf(entry) }))
        .toSorted((a, b) => compareCodePoints(a.name, b.name));
    },
    async stat(path) {
      const found = await unlessAbsent("look at", path, stat(absolute(path), { bigint: true }));
      if (found === undefined) return undefined;
      const identity = [found.dev, found.ino, found.size, found.mtimeNs, found.ctimeNs].join("-");
      return { type: typeOf(found), sizeBytes: Number(found.size), identity };
    },
    sha256: (path) => orFail("read", path, digestFile(absolute(path), "sha256", "hex")),
    writeText: async (path, text) => {
      stop?.throwIfAborted();
      await writeAll(new Map([[absolute(path), text]]), journalFolder());
    },
    writeAll: async (texts) => {
      stop?.throwIfAborted();
      await writeAll(new Map([...texts].map(([path, text]) => [absolute(path), text])), journalFolder());
    },
    remove: (path) => orFail("remove", path, rm(absolute(path), { recursive: true, force: true })),
    async makeScratchFolder(label) {
      const path = join(scratchRoot(), `${label}-${nodeCrypto().randomBytes(6).toString("hex")}`);
      await orFail("create", path, makeFolder(path, 0o700));
      await removeAbandoned(scratchRoot(), "");
      return path;
    },
  };
}

/** Undoes what killed processes of this user began to write on this machine. */
export function recoverFiles(): Promise<UndoneWrites> {
  return undoBrokenWrites(journalFolder());
}

function journalFolder(): string {
  return join(cacheRoot(), "writes");
}

/** Some CLIs refuse to work below the system's folder for temporary files, so this machine's cache folder holds them. */
export function scratchRoot(): string {
  return join(cacheRoot(), "scratch");
}

function cacheRoot(): string {
  const given = process.env["XDG_CACHE_HOME"] ?? "";
  // The XDG specification has relative paths ignored.
  return join(isAbsolute(given) ? given : join(homedir(), ".cache"), "lockstep");
}

function typeOf(entry: { isFile(): boolean; isDirectory(): boolean }): DirectoryEntry["type"] {
  if (entry.isFile()) return "file";
  return entry.isDirectory() ? "folder" : "other";
}

function decodeUtf8(path: string, bytes: Buffer): string {
  if (!isUtf8(bytes))
    throw new EnvironmentError("FILE_NOT_UTF8", `"${path}" is not UTF-8 text`, { hint: "Save it as UTF-8, or name another file" });
  return bytes.toString("utf8");
}
