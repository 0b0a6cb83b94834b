import { createReadStream } from "node:fs";
import { mkdir, rm, stat } from "node:fs/promises";
import { createGunzip } from "node:zlib";
import { InputError, ToolError } from "@lockstep/kernel";
import type { ReadEntry } from "tar";
import { ARCHIVE_LIMITS, ArchiveGuard, type ArchiveEntry, type ArchiveLimits } from "./archive-guard.ts";
import { fileAccessError, orFail } from "./file-access.ts";

/** A gzipped archive of tar. */
export interface TarArchive {
  readonly path: string;
  /** How many folders every path in it loses: npm drops the first, whatever its name. */
  readonly strippedFolders: 0 | 1;
  readonly limits: ArchiveLimits;
}

/** The archive of a package of npm. */
export function npmArchive(path: string, limits = ARCHIVE_LIMITS): TarArchive {
  return { path, strippedFolders: 1, limits };
}

/**
 * Visits the entries of an archive until `stop` is called; what stands behind is not read, and not checked either. Inflating
 * happens beside what `visit` does with the data, so that a large file takes about as long as inflating it. Throws `InputError`
 * `ARCHIVE_UNREADABLE` for an archive that is none, and `ARCHIVE_UNSAFE` as `ArchiveGuard` has it.
 */
export async function readTar(archive: TarArchive, visit: (entry: ReadEntry, stop: () => void) => void): Promise<void> {
  // Only a download needs it, and every command loads this file.
  const { Parser } = await import("tar");
  const { size } = await orFail("read", archive.path, stat(archive.path));
  const guard = new ArchiveGuard(archive.path, size, archive.strippedFolders, archive.limits);
  const source = createReadStream(archive.path, { highWaterMark: CHUNK_BYTES });
  const inflated = createGunzip({ chunkSize: CHUNK_BYTES });
  try {
    await new Promise<void>((resolve, reject) => {
      const parser = new Parser({
        strict: true,
        onReadEntry(entry) {
          try {
            guard.admit(describeEntry(entry));
            visit(entry, resolve);
            entry.resume();
          } catch (error) {
            // The parser takes no exceptions from a listener.
            reject(error instanceof Error ? error : new Error(String(error)));
          }
        },
      });
      let inflatedBytes = 0;
      inflated.on("data", (part: Buffer) => {
        inflatedBytes += part.length;
        try {
          // Heads and padding belong to no entry.
          guard.assertSize(inflatedBytes);
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      });
      source.on("error", reject);
      inflated.on("error", reject);
      parser.on("error", reject);
      parser.on("end", resolve);
      source.pipe(inflated).pipe(parser);
    });
  } catch (cause) {
    throw cause instanceof ToolError ? cause : unreadableArchive(`"${archive.path}"`, cause);
  } finally {
    source.destroy();
    inflated.destroy();
  }
}

const CHUNK_BYTES = 1024 * 1024;

/** Whether an entry is a plain file: no folder, no link, no device. */
export function isFile(entry: ReadEntry): boolean {
  return entry.type === "File" || entry.type === "OldFile" || entry.type === "ContiguousFile";
}

/** The path of an entry without the folders that it loses; other archives than those of npm may start it with `./`. */
export function pathInside(entry: ReadEntry, strippedFolders = 1): string {
  if (strippedFolders === 0) return entry.path.replace(/^(?:\.\/+)+/, "");
  return entry.path.split("/").slice(strippedFolders).join("/");
}

function describeEntry(entry: ReadEntry): ArchiveEntry {
  const of = { path: entry.path, sizeBytes: entry.size, linkTarget: entry.linkpath ?? "" };
  return { ...of, type: isFile(entry) ? "file" : (otherTypes.get(entry.type) ?? "other") };
}

const otherTypes: ReadonlyMap<string, ArchiveEntry["type"]> = new Map([
  ["Directory", "folder"],
  ["GNUDumpDir", "folder"],
  ["SymbolicLink", "symbolic-link"],
  ["Link", "hard-link"],
]);

/**
 * Copies every file of an archive into the new folder `to`; links are left out. A file can be started when the archive says so, or
 * when it is one of `executables`. All of the archive is looked at before anything is written. Throws as `readTar` does, and then
 * leaves nothing.
 */
export async function unpackTar(archive: TarArchive, to: string, executables: readonly string[]): Promise<void> {
  await readTar(archive, () => {});
  const { extract } = await import("tar");
  await orFail("create", to, mkdir(to));
  try {
    await extract({
      file: archive.path,
      cwd: to,
      strip: archive.strippedFolders,
      strict: true,
      preserveOwner: false,
      noMtime: true,
      // The modes below, whatever the mask of this process.
      chmod: true,
      processUmask: 0,
      dmode: 0o755,
      filter(_path, entry) {
        if (!("type" in entry) || !isFile(entry)) return false;
        const isExecutable = ((entry.mode ?? 0) & 0o100) !== 0 || executables.includes(pathInside(entry, archive.strippedFolders));
        entry.mode = isExecutable ? 0o755 : 0o644;
        return true;
      },
    });
  } catch (cause) {
    await rm(to, { recursive: true, force: true });
    // A full disk is no fault of the archive; the codes of its reader have other names.
    throw cause instanceof Error && "syscall" in cause
      ? fileAccessError("write", to, cause)
      : unreadableArchive(`"${archive.path}"`, cause);
  }
}

/** The error for bytes that are no package archive. */
export function unreadableArchive(what: string, cause: unknown): InputError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new InputError("ARCHIVE_UNREADABLE", `${what} is no readable package archive: ${reason}`, {
    hint: "Run the command again; a download that stays broken is broken at its source",
    cause,
  });
}
