import { closeSync, fchmodSync, fstatSync, fsync, openSync, writeSync, type Stats } from "node:fs";

/**
 * Makes a file that must not exist yet, complete and on disk. What does not wait for the disk blocks: handing each call to another thread
 * would take several times as long for small files. Throws what the system throws.
 * @param path absolute
 * @param mode the permission bits, whatever the mask of this process is; those of any new file unless given
 */
export async function writeSyncedFile(path: string, bytes: Uint8Array, mode?: number): Promise<Stats> {
  const file = openSync(path, "wx", mode === undefined ? 0o666 : 0o600);
  try {
    writeAt(file, bytes, 0);
    if (mode !== undefined) fchmodSync(file, mode);
    await syncFile(file);
    return fstatSync(file);
  } finally {
    closeSync(file);
  }
}

/** Writes all bytes to an opened file, from a place in it on. */
export function writeAt(file: number, bytes: Uint8Array, position: number): void {
  for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done, bytes.length - done, position + done);
}

interface WaitingFile {
  readonly file: number;
  readonly resolve: () => void;
  readonly reject: (reason: Error) => void;
}

let waiting: WaitingFile[] = [];

/**
 * Brings an opened file to the disk. Those that are asked for in one turn begin together at its end: a file that is made while the disk
 * takes others in waits for them.
 */
export function syncFile(file: number): Promise<void> {
  return new Promise((resolve, reject) => {
    waiting.push({ file, resolve, reject });
    if (waiting.length === 1) setImmediate(syncWaiting);
  });
}

function syncWaiting(): void {
  const files = waiting;
  waiting = [];
  for (const { file, resolve, reject } of files) {
    fsync(file, (error) => {
      if (error === null) resolve();
      else reject(error);
    });
  }
}
