import { closeSync, openSync, writeSync } from "node:fs";
import { messageOf } from "./message-of.ts";

/** A file that receives raw bytes as they arrive. Nothing here throws: what went wrong is `problem`. */
export interface Recording {
  /** Fits `ProcessRequest.onStdout`. The bytes are with the operating system when it returns; after a problem it does nothing. */
  readonly write: (chunk: Uint8Array) => void;
  /** Why the recording is incomplete, one sentence for a person; `undefined` while all is well. */
  readonly problem: string | undefined;
  /** The error behind the problem, if there is one. */
  readonly cause: unknown;
  /** Bytes in the file. */
  readonly bytes: number;
  /** Closes the file, once; returns `problem`. */
  close(): string | undefined;
}

/**
 * Creates a file, readable by its owner only, for the raw stdout of a process. Never throws and never overwrites:
 * an existing file, a missing folder and a full disk are told by `problem`.
 */
export function openRecording(file: string): Recording {
  return new FileRecording(file);
}

class FileRecording implements Recording {
  readonly #file: string;
  #fd: number | undefined;
  #problem: string | undefined;
  #cause: unknown;
  #bytes = 0;

  constructor(file: string) {
    this.#file = file;
    this.#attempt("opened", () => (this.#fd = openSync(file, "wx", 0o600)));
  }

  get problem(): string | undefined {
    return this.#problem;
  }

  get cause(): unknown {
    return this.#cause;
  }

  get bytes(): number {
    return this.#bytes;
  }

  readonly write = (chunk: Uint8Array): void => {
    const fd = this.#fd;
    if (this.#problem !== undefined) return;
    if (fd === undefined) {
      this.#problem = `Recording "${this.#file}" was written to after it was closed`;
      return;
    }
    this.#attempt("written", () => {
      // The system may take a part, such as the last one that fits on the disk.
      for (let from = 0; from < chunk.length;) {
        const taken = writeSync(fd, chunk, from);
        from += taken;
        this.#bytes += taken;
      }
    });
  };

  close(): string | undefined {
    const fd = this.#fd;
    this.#fd = undefined;
    if (fd !== undefined) this.#attempt("closed", () => closeSync(fd));
    return this.#problem;
  }

  #attempt(what: string, act: () => void): void {
    try {
      act();
    } catch (error) {
      // The first problem is the one that counts.
      if (this.#problem !== undefined) return;
      this.#cause = error;
      this.#problem = `Recording "${this.#file}" could not be ${what} (${this.#bytes} bytes are in it): ${messageOf(error)}`;
    }
  }
}
