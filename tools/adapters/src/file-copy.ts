import { closeSync, fsyncSync, openSync, writeSync } from "node:fs";
import type { UnpackedFile } from "@lockstep/kernel";
import { fileAccessError } from "./file-access.ts";
import { nodeCrypto } from "./node-crypto.ts";

/**
 * Writes one entry of an archive to a new file. Its writes block, so that nothing piles up in memory; the archive's reader
 * does not take exceptions from a listener, so the first failure waits for `finish`.
 */
export class FileCopy {
  readonly #path: string;
  readonly #hash = nodeCrypto().createHash("sha256");
  #file: number | undefined;
  #sizeBytes = 0;
  #failure: unknown;

  constructor(path: string) {
    this.#path = path;
  }

  get isStarted(): boolean {
    return this.#file !== undefined || this.#failure !== undefined;
  }

  start(): void {
    this.#unlessFailed(() => (this.#file = openSync(this.#path, "wx", 0o600)));
  }

  write(chunk: Uint8Array): void {
    this.#unlessFailed(() => {
      for (let offset = 0; offset < chunk.length && this.#file !== undefined;) offset += writeSync(this.#file, chunk, offset);
      this.#hash.update(chunk);
      this.#sizeBytes += chunk.length;
    });
  }

  /** What was written; `undefined` when nothing was started. */
  finish(): UnpackedFile | undefined {
    const file = this.#file;
    if (file !== undefined) this.#unlessFailed(() => fsyncSync(file));
    if (this.#failure !== undefined) throw fileAccessError("write", this.#path, this.#failure);
    return file === undefined ? undefined : { sha256: this.#hash.digest("hex"), sizeBytes: this.#sizeBytes };
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
  }

  #unlessFailed(action: () => void): void {
    if (this.#failure !== undefined) return;
    try {
      action();
    } catch (error) {
      this.#failure = error;
    }
  }
}
