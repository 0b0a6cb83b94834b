import { createHash, randomBytes } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, readdir, readFile, rename, rm, stat, type FileHandle } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import { compareCodePoints, EnvironmentError, type DirectoryEntry, type Files } from "@lockstep/kernel";

/** Files of this machine's disk. Relative paths start at `folder`. */
export function diskFiles(folder: string): Files {
  const absolute = (path: string): string => resolve(folder, path);
  return {
    absolute,
    async readText(path) {
      const bytes = await unlessAbsent("read", path, readFile(absolute(path)));
      return bytes === undefined ? undefined : decodeUtf8(path, bytes);
    },
    async list(path) {
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
    async sha256(path) {
      const hash = createHash("sha256");
      await orFail("read", path, pipeline(createReadStream(absolute(path), { highWaterMark: 1 << 20 }), hash));
      return hash.digest("hex");
    },
    writeText: (path, text) => writeAll(new Map([[absolute(path), text]])),
    writeAll: (texts) => writeAll(new Map([...texts].map(([path, text]) => [absolute(path), text]))),
    remove: (path) => orFail("remove", path, rm(absolute(path), { recursive: true, force: true })),
    async makeScratchFolder(label) {
      const path = join(scratchRoot(), `${label}-${randomBytes(6).toString("hex")}`);
      await orFail("create", path, mkdir(path, { recursive: true, mode: 0o700 }));
      return path;
    },
  };
}

/** Some CLIs refuse to work below the system's folder for temporary files, so this machine's cache folder holds them. */
function scratchRoot(): string {
  return join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "lockstep", "scratch");
}

async function writeAll(texts: ReadonlyMap<string, string>): Promise<void> {
  const staged: { readonly temporary: string; readonly path: string }[] = [];
  try {
    for (const [path, text] of texts) {
      const temporary = `${path}.${randomBytes(6).toString("hex")}.tmp`;
      await orFail("create", dirname(path), mkdir(dirname(path), { recursive: true }));
      const file = await orFail("write", path, open(temporary, "wx"));
      staged.push({ temporary, path });
      await orFail("write", path, writeAndSync(file, text));
    }
    for (const { temporary, path } of staged) await orFail("replace", path, rename(temporary, path));
  } catch (error) {
    await Promise.all(staged.map(({ temporary }) => rm(temporary, { force: true })));
    throw error;
  }
}

async function writeAndSync(file: FileHandle, text: string): Promise<void> {
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

function typeOf(entry: { isFile(): boolean; isDirectory(): boolean }): DirectoryEntry["type"] {
  if (entry.isFile()) return "file";
  return entry.isDirectory() ? "folder" : "other";
}

function decodeUtf8(path: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new EnvironmentError("FILE_NOT_UTF8", `"${path}" is not UTF-8 text`, { cause });
  }
}

async function unlessAbsent<Value>(verb: string, path: string, action: Promise<Value>): Promise<Value | undefined> {
  try {
    return await action;
  } catch (cause) {
    if (errorCode(cause) === "ENOENT" || errorCode(cause) === "ENOTDIR") return undefined;
    throw failure(verb, path, cause);
  }
}

async function orFail<Value>(verb: string, path: string, action: Promise<Value>): Promise<Value> {
  try {
    return await action;
  } catch (cause) {
    throw failure(verb, path, cause);
  }
}

const reasons: Readonly<Record<string, readonly [reason: string, hint: string]>> = {
  EACCES: ["permission denied", "Make it accessible to this user, then run the command again"],
  EPERM: ["permission denied", "Make it accessible to this user, then run the command again"],
  EROFS: ["the file system is read-only", "Choose a writable folder, then run the command again"],
  ENOSPC: ["no space left on the disk", "Free some space, then run the command again; the old file is whole"],
  EDQUOT: ["the disk quota is used up", "Free some space, then run the command again; the old file is whole"],
  EISDIR: ["it is a folder", "Name a file"],
  ENOENT: ["it does not exist", "Check the path"],
  ENOTDIR: ["a part of the path is a file", "Check the path"],
  EMFILE: ["too many open files", "Raise the limit of open files (ulimit -n)"],
};

function failure(verb: string, path: string, cause: unknown): EnvironmentError {
  const code = errorCode(cause);
  const [reason, hint] = reasons[code ?? ""] ?? [cause instanceof Error ? cause.message : String(cause), "Check the path"];
  return new EnvironmentError("FILE_ACCESS", `Cannot ${verb} "${path}": ${reason}${code === undefined ? "" : ` (${code})`}`, { hint, cause });
}

function errorCode(cause: unknown): string | undefined {
  return cause instanceof Error && "code" in cause && typeof cause.code === "string" ? cause.code : undefined;
}
