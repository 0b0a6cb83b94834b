import { constants, copyFile, rm, stat } from "node:fs/promises";
import type { ArchiveFormat, UnpackedFile } from "@lockstep/kernel";
import type { ArchiveLimits } from "./archive-guard.ts";
import { digestFile } from "./digest-file.ts";
import { orFail } from "./file-access.ts";
import { FileCopy } from "./file-copy.ts";
import { isFile, pathInside, readTar, unpackTar, type TarArchive } from "./package-archive.ts";
import { readZip, unpackZip } from "./zip-archive.ts";

/** What was downloaded, whatever it is. */
export interface Archive {
  readonly path: string;
  readonly format: ArchiveFormat;
  readonly limits: ArchiveLimits;
}

/** The paths of all files in it; all of it is looked at. The binary itself, which is no archive, has none. */
export async function listArchive(archive: Archive): Promise<readonly string[]> {
  const paths: string[] = [];
  switch (archive.format) {
    case "none":
      break;
    case "zip":
      await readZip(
        archive.path,
        archive.limits,
        (path) => {
          paths.push(path);
          return false;
        },
        async () => {},
      );
      break;
    case "npm":
    case "tar.gz": {
      const tar = tarOf(archive);
      await readTar(tar, (entry) => {
        if (isFile(entry)) paths.push(pathInside(entry, tar.strippedFolders));
      });
    }
  }
  return paths;
}

/** Copies one file out of it to the new file `to`; of the binary itself all of it, whatever it is called. */
export async function unpackOne(archive: Archive, wanted: string, to: string): Promise<UnpackedFile | undefined> {
  switch (archive.format) {
    case "none":
      // Some file systems share the bytes of both.
      await orFail("copy", archive.path, copyFile(archive.path, to, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE));
      return {
        sha256: await orFail("read", to, digestFile(to, "sha256", "hex")),
        sizeBytes: (await orFail("look at", to, stat(to))).size,
      };
    case "zip":
      return unpackZipped(archive, wanted, to);
    case "npm":
    case "tar.gz":
      return unpackTarred(tarOf(archive), wanted, to);
  }
}

/** Copies every file of it into the new folder `to`. Throws a `TypeError` for a binary itself, which no folder can be made of. */
export async function unpackArchive(archive: Archive, to: string, executables: readonly string[]): Promise<void> {
  switch (archive.format) {
    case "none":
      throw new TypeError(`"${archive.path}" is no archive that could be unpacked as a whole`);
    case "zip":
      return unpackZip(archive.path, archive.limits, to, executables);
    case "npm":
    case "tar.gz":
      return unpackTar(tarOf(archive), to, executables);
  }
}

function tarOf({ path, format, limits }: Archive): TarArchive {
  return { path, limits, strippedFolders: format === "npm" ? 1 : 0 };
}

async function unpackTarred(tar: TarArchive, wanted: string, to: string): Promise<UnpackedFile | undefined> {
  const copy = new FileCopy(to);
  try {
    await readTar(tar, (entry, stop) => {
      if (copy.isStarted || !isFile(entry) || pathInside(entry, tar.strippedFolders) !== wanted) return;
      copy.start();
      entry.on("data", (chunk) => copy.write(chunk));
      entry.on("end", stop);
    });
    return copy.finish();
  } catch (error) {
    await rm(to, { force: true });
    throw error;
  } finally {
    copy.close();
  }
}

async function unpackZipped({ path, limits }: Archive, wanted: string, to: string): Promise<UnpackedFile | undefined> {
  let isThere = false;
  try {
    await readZip(
      path,
      limits,
      (each) => each === wanted && !isThere && (isThere = true),
      ({ writeTo }) => writeTo(to, 0o600),
    );
  } catch (error) {
    await rm(to, { force: true });
    throw error;
  }
  if (!isThere) return undefined;
  return { sha256: await digestFile(to, "sha256", "hex"), sizeBytes: (await stat(to)).size };
}
