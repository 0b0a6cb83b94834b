import { createHash, randomBytes } from "node:crypto";
import { closeSync, createReadStream, fsyncSync, openSync, writeSync } from "node:fs";
import { chmod, mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import { InputError, type BinaryStore, type UnpackedFile } from "@lockstep/kernel";
import type { ReadEntry } from "tar";
import { fileAccessError, orFail } from "./file-access.ts";

const downloadPrefix = ".download-";
const abandonedAfterMs = 3_600_000;

/** Binaries kept below `folder` on this machine's disk. Downloads share its file system, so that a move replaces at once. */
export function diskBinaries(folder: string): BinaryStore {
  const root = resolve(folder);
  return {
    locate: (cli, version, target, file) => join(root, cli, version, target, file),
    async makeDownloadFolder() {
      const path = join(root, `${downloadPrefix}${randomBytes(6).toString("hex")}`);
      await orFail("create", path, mkdir(path, { recursive: true }));
      await removeAbandoned(root);
      return path;
    },
    async integrity(path) {
      const hash = createHash("sha512");
      await orFail("read", path, pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash));
      return `sha512-${hash.digest("base64")}`;
    },
    async entries(archive) {
      const paths: string[] = [];
      await readArchive(archive, (entry) => {
        if (isFile(entry)) paths.push(pathInside(entry));
      });
      return paths;
    },
    unpack,
    async keep(file, path) {
      await orFail("make executable", file, chmod(file, 0o755));
      await orFail("create", dirname(path), mkdir(dirname(path), { recursive: true }));
      await orFail("replace", path, rename(file, path));
    },
  };
}

async function unpack(archive: string, wanted: string, to: string): Promise<UnpackedFile | undefined> {
  let file: number | undefined;
  let failure: unknown;
  let sizeBytes = 0;
  const hash = createHash("sha256");
  await readArchive(archive, (entry) => {
    if (file !== undefined || failure !== undefined || !isFile(entry) || pathInside(entry) !== wanted) return;
    try {
      const opened = openSync(to, "wx", 0o600);
      file = opened;
      // An archive is read as fast as the disk takes it: these writes block, so nothing piles up and an error stops at once.
      entry.on("data", (chunk) => {
        if (failure !== undefined) return;
        try {
          hash.update(chunk);
          sizeBytes += chunk.length;
          writeWhole(opened, chunk);
        } catch (error) {
          failure = error;
        }
      });
    } catch (error) {
      failure = error;
    }
  });
  try {
    if (file !== undefined && failure === undefined) fsyncSync(file);
  } catch (error) {
    failure = error;
  } finally {
    if (file !== undefined) closeSync(file);
  }
  if (failure !== undefined) {
    await rm(to, { force: true });
    throw fileAccessError("write", to, failure);
  }
  return file === undefined ? undefined : { sha256: hash.digest("hex"), sizeBytes };
}

function writeWhole(file: number, chunk: Uint8Array): void {
  let offset = 0;
  while (offset < chunk.length) offset += writeSync(file, chunk, offset);
}

async function readArchive(archive: string, visit: (entry: ReadEntry) => void): Promise<void> {
  // Only a download needs it, and every command loads this file.
  const { list } = await import("tar");
  // `list` reports a missing file as a damaged archive does; a look at it first tells them apart.
  await orFail("read", archive, stat(archive));
  try {
    await list({ file: archive, strict: true, onReadEntry: visit });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new InputError("ARCHIVE_UNREADABLE", `"${archive}" is no readable package archive: ${reason}`, {
      hint: "Run the command again; a download that stays broken is broken at its source",
      cause,
    });
  }
}

function isFile(entry: ReadEntry): boolean {
  return entry.type === "File" || entry.type === "OldFile" || entry.type === "ContiguousFile";
}

/** npm drops the first folder of every path, whatever its name. */
function pathInside(entry: ReadEntry): string {
  return entry.path.split("/").slice(1).join("/");
}

async function removeAbandoned(root: string): Promise<void> {
  for (const name of await orFail("list", root, readdir(root))) {
    if (!name.startsWith(downloadPrefix)) continue;
    const path = join(root, name);
    // Another process may remove it meanwhile.
    const found = await stat(path).catch(() => undefined);
    if (found !== undefined && Date.now() - found.mtimeMs > abandonedAfterMs) {
      await orFail("remove", path, rm(path, { recursive: true, force: true }));
    }
  }
}
