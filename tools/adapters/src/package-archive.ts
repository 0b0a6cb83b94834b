import { createReadStream } from "node:fs";
import { mkdir, rm, stat } from "node:fs/promises";
import { createGunzip } from "node:zlib";
import { InputError } from "@lockstep/kernel";
import type { ReadEntry } from "tar";
import { fileAccessError, orFail } from "./file-access.ts";

/** Visits the entries of a package's archive. Throws `InputError` `ARCHIVE_UNREADABLE` for an archive that is none. */
export async function readArchive(archive: string, visit: (entry: ReadEntry) => void): Promise<void> {
  // Only a download needs it, and every command loads this file.
  const { list } = await import("tar");
  // `list` reports a missing file as a damaged archive does; a look at it first tells them apart.
  await orFail("read", archive, stat(archive));
  try {
    await list({ file: archive, strict: true, onReadEntry: visit });
  } catch (cause) {
    throw unreadable(archive, cause);
  }
}

/**
 * Visits the entries of a gzipped archive until `stop` is called; what stands behind is not read, and not checked either. Inflating
 * happens beside what `visit` does with the data, so that a large file takes about as long as inflating it. Throws as `readArchive` does.
 */
export async function readArchiveUntil(archive: string, visit: (entry: ReadEntry, stop: () => void) => void): Promise<void> {
  const { Parser } = await import("tar");
  await orFail("read", archive, stat(archive));
  const source = createReadStream(archive, { highWaterMark: CHUNK_BYTES });
  const inflated = createGunzip({ chunkSize: CHUNK_BYTES });
  try {
    await new Promise<void>((resolve, reject) => {
      const parser = new Parser({
        strict: true,
        onReadEntry(entry) {
          visit(entry, resolve);
          entry.resume();
        },
      });
      source.on("error", reject);
      inflated.on("error", reject);
      parser.on("error", reject);
      parser.on("end", resolve);
      source.pipe(inflated).pipe(parser);
    });
  } catch (cause) {
    throw unreadable(archive, cause);
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

/** The path of an entry in its package: npm drops the first folder of every path, whatever its name. */
export function pathInside(entry: ReadEntry): string {
  return entry.path.split("/").slice(1).join("/");
}

/**
 * Copies every file of a package's archive into the new folder `to`; links and devices are left out. A file can be started when
 * the archive says so, or when it is one of `executables`. Throws `InputError` `ARCHIVE_UNREADABLE`, also for a path that leads
 * out of the folder, and then leaves nothing.
 */
export async function unpackAll(archive: string, to: string, executables: readonly string[]): Promise<void> {
  const { extract } = await import("tar");
  await orFail("read", archive, stat(archive));
  await orFail("create", to, mkdir(to));
  try {
    let outside: string | undefined;
    await extract({
      file: archive,
      cwd: to,
      strip: 1,
      strict: true,
      preserveOwner: false,
      noMtime: true,
      // The modes below, whatever the mask of this process.
      chmod: true,
      processUmask: 0,
      dmode: 0o755,
      filter(path, entry) {
        if (!("type" in entry) || !isFile(entry)) return false;
        // `extract` skips or bends such a path; an archive that has one is no honest package.
        if (path.startsWith("/") || path.split(/[/\\]/).includes("..")) outside ??= path;
        entry.mode = ((entry.mode ?? 0) & 0o100) !== 0 || executables.includes(pathInside(entry)) ? 0o755 : 0o644;
        return outside === undefined;
      },
    });
    if (outside !== undefined) throw new Error(`the path "${outside}" leads out of the package`);
  } catch (cause) {
    await rm(to, { recursive: true, force: true });
    // A full disk is no fault of the archive; the codes of its reader have other names.
    throw cause instanceof Error && "syscall" in cause ? fileAccessError("write", to, cause) : unreadable(archive, cause);
  }
}

function unreadable(archive: string, cause: unknown): InputError {
  return unreadableArchive(`"${archive}"`, cause);
}

/** The error for bytes that are no package archive. */
export function unreadableArchive(what: string, cause: unknown): InputError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new InputError("ARCHIVE_UNREADABLE", `${what} is no readable package archive: ${reason}`, {
    hint: "Run the command again; a download that stays broken is broken at its source",
    cause,
  });
}
