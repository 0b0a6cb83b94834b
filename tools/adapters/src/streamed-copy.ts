import { open, rm, type FileHandle } from "node:fs/promises";
import { dirname } from "node:path";
import type { UnpackedFile } from "@lockstep/kernel";
import { fileAccessError } from "./file-access.ts";
import { nodeCrypto } from "./node-crypto.ts";
import { makeFolder } from "./make-folder.ts";

/**
 * A new executable that is written as its bytes come in, by the system's threads. Until all of `mayWrite` they are held in memory; `room`
 * tells when there is little of them, so that whoever brings them can wait.
 */
export class StreamedCopy {
  readonly path: string;
  readonly #limitBytes: number;
  readonly #hash = nodeCrypto().createHash("sha256");
  readonly #settled: Promise<void>;
  #held: Uint8Array[] = [];
  #heldBytes = 0;
  #sizeBytes = 0;
  #isComplete = false;
  #isDropped = false;
  readonly #dropped = Promise.withResolvers<void>();
  #isThere = false;
  #failure: unknown;
  #wake: () => void = () => {};
  #makeRoom: () => void = () => {};

  /** @param heldBytes how much is little enough */
  constructor(path: string, mayWrite: readonly Promise<void>[], heldBytes: number) {
    this.path = path;
    this.#limitBytes = heldBytes;
    // What fails is kept for `finish`, so that nothing is thrown that nobody awaits.
    this.#settled = this.#write(mayWrite).catch((error: unknown) => {
      this.#failure = error;
      this.#release();
    });
  }

  /** Adds bytes; they are not copied, and must not change. */
  push(bytes: Uint8Array): void {
    if (this.#isDropped || this.#failure !== undefined) return;
    this.#hash.update(bytes);
    this.#sizeBytes += bytes.length;
    this.#held.push(bytes);
    this.#heldBytes += bytes.length;
    this.#wake();
  }

  /** Resolves when little enough is held in memory for more to come. */
  async room(): Promise<void> {
    while (this.#heldBytes > this.#limitBytes) await new Promise<void>((resolve) => (this.#makeRoom = resolve));
  }

  /** No more bytes come. */
  complete(): void {
    this.#isComplete = true;
    this.#wake();
  }

  /** Removes what was written, without waiting for `mayWrite`; resolves when that is done. */
  async drop(): Promise<void> {
    this.#isDropped = true;
    this.#isComplete = true;
    this.#dropped.resolve();
    this.#release();
    this.#wake();
    await this.#settled;
    if (this.#isThere) await rm(this.path, { force: true });
  }

  /** What was written, whole. Throws `EnvironmentError` `FILE_ACCESS`. */
  async finish(): Promise<UnpackedFile> {
    await this.#settled;
    if (this.#failure !== undefined) throw fileAccessError("write", this.path, this.#failure);
    return { sha256: this.#hash.digest("hex"), sizeBytes: this.#sizeBytes };
  }

  async #write(mayWrite: readonly Promise<void>[]): Promise<void> {
    await Promise.race([Promise.all(mayWrite), this.#dropped.promise]);
    if (this.#isDropped) return;
    await makeFolder(dirname(this.path));
    const file = await open(this.path, "wx", 0o755);
    this.#isThere = true;
    try {
      for (;;) {
        const parts = this.#held.splice(0, PARTS_AT_ONCE);
        if (parts.length > 0) await this.#writeAll(file, parts);
        else if (this.#isComplete) break;
        else await new Promise<void>((resolve) => (this.#wake = resolve));
      }
      // Whatever the mask of this process.
      await file.chmod(0o755);
    } finally {
      await file.close();
    }
  }

  async #writeAll(file: FileHandle, parts: readonly Uint8Array[]): Promise<void> {
    for (let left = parts; left.length > 0;) left = behind(left, (await file.writev(left)).bytesWritten);
    if (!this.#isDropped) this.#heldBytes -= sizeOf(parts);
    this.#makeRoom();
  }

  #release(): void {
    this.#held = [];
    this.#heldBytes = 0;
    this.#makeRoom();
  }
}

/** What is left of parts behind so many bytes. */
function behind(parts: readonly Uint8Array[], bytes: number): readonly Uint8Array[] {
  let left = bytes;
  return parts.flatMap((part) => {
    const skipped = Math.min(left, part.length);
    left -= skipped;
    return skipped === part.length ? [] : [part.subarray(skipped)];
  });
}

function sizeOf(parts: readonly Uint8Array[]): number {
  return parts.reduce((sum, part) => sum + part.length, 0);
}

/** More would be limited by the system. */
const PARTS_AT_ONCE = 64;
