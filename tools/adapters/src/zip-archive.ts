import { createWriteStream } from "node:fs";
import { mkdir, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { crc32 } from "node:zlib";
import { ToolError } from "@lockstep/kernel";
import type { Entry, ZipFile } from "yauzl";
import { ArchiveGuard, type ArchiveLimits } from "./archive-guard.ts";
import { fileAccessError, orFail } from "./file-access.ts";
import { unreadableArchive } from "./package-archive.ts";

/** A file in a ZIP archive. */
export interface ZippedFile {
  readonly path: string;
  /** Whether its maker could start it; makers on Windows do not tell. */
  readonly isExecutable: boolean;
  /** Writes its bytes to a new file. Throws `ARCHIVE_UNREADABLE` when their size or check sum is another than the archive says. */
  readonly writeTo: (target: string, mode: number) => Promise<void>;
}

/**
 * Visits the files of a ZIP archive that `isWanted` takes, one after the other, after all of its entries were looked at. Throws
 * `InputError` `ARCHIVE_UNREADABLE` for an archive that is none, and `ARCHIVE_UNSAFE` as `ArchiveGuard` has it.
 */
export async function readZip(
  archive: string,
  limits: ArchiveLimits,
  isWanted: (path: string) => boolean,
  visit: (file: ZippedFile) => Promise<void>,
): Promise<void> {
  const { openPromise, getFileNameLowLevel } = await import("yauzl");
  const { size } = await orFail("read", archive, stat(archive));
  const guard = new ArchiveGuard(archive, size, 0, limits);
  let zip: ZipFile | undefined;
  try {
    // With strings decoded, paths are judged there already, in other words.
    zip = await openPromise(archive, { autoClose: false, lazyEntries: true, decodeStrings: false });
    const files: { readonly path: string; readonly entry: Entry }[] = [];
    for await (const entry of zip.eachEntry()) {
      const path = getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false);
      const type = typeOf(entry, path);
      const linkTarget = type === "symbolic-link" ? await readLink(zip, entry) : "";
      guard.admit({ path, type, sizeBytes: entry.uncompressedSize, linkTarget });
      if (type === "file" && isWanted(path)) files.push({ path, entry });
    }
    const opened = zip;
    for (const { path, entry } of files) {
      const writeTo = async (target: string, mode: number): Promise<void> => {
        const sum = await writeZipped(await opened.openReadStreamPromise(entry), target, mode);
        if (sum !== entry.crc32) throw new Error(`the check sum of "${path}" is another than the archive says`);
      };
      await visit({ path, isExecutable: (modeOf(entry) & 0o100) !== 0, writeTo });
    }
  } catch (cause) {
    if (cause instanceof ToolError) throw cause;
    throw unreadableArchive(`"${archive}"`, cause);
  } finally {
    zip?.close();
  }
}

/** Copies every file into the new folder `to`, as `unpackTar` does. */
export async function unpackZip(archive: string, limits: ArchiveLimits, to: string, executables: readonly string[]): Promise<void> {
  await orFail("create", to, mkdir(to));
  try {
    await readZip(
      archive,
      limits,
      () => true,
      async ({ path, isExecutable, writeTo }) => {
        const target = join(to, path);
        await orFail("create", dirname(target), mkdir(dirname(target), { recursive: true }));
        await writeTo(target, isExecutable || executables.includes(path) ? 0o755 : 0o644);
      },
    );
  } catch (error) {
    await rm(to, { recursive: true, force: true });
    throw error;
  }
}

/** Writes bytes to a new file and returns their CRC-32. Throws `EnvironmentError` `FILE_ACCESS` when the disk does not take them. */
async function writeZipped(bytes: Readable, path: string, mode: number): Promise<number> {
  let sum = 0;
  bytes.on("data", (chunk: Buffer) => (sum = crc32(chunk, sum)));
  try {
    await pipeline(bytes, createWriteStream(path, { flags: "wx", mode }));
    return sum;
  } catch (cause) {
    throw cause instanceof Error && "syscall" in cause ? fileAccessError("write", path, cause) : cause;
  }
}

const TYPE_BITS = 0o170000;

function modeOf(entry: Entry): number {
  // The upper half is that of a maker on a system with such modes.
  return entry.versionMadeBy >>> 8 === MADE_ON_UNIX ? entry.externalFileAttributes >>> 16 : 0;
}

const MADE_ON_UNIX = 3;

function typeOf(entry: Entry, path: string): "file" | "folder" | "symbolic-link" | "other" {
  if (path.endsWith("/")) return "folder";
  switch (modeOf(entry) & TYPE_BITS) {
    case 0:
    case 0o100000:
      return "file";
    case 0o040000:
      return "folder";
    case 0o120000:
      return "symbolic-link";
    default:
      return "other";
  }
}

/** Where a link leads; no honest one is longer than any path may be. */
async function readLink(zip: ZipFile, entry: Entry): Promise<string> {
  if (entry.uncompressedSize > LONGEST_PATH) throw new Error(`a link has ${String(entry.uncompressedSize)} bytes`);
  const chunks: Buffer[] = [];
  for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

const LONGEST_PATH = 4096;
