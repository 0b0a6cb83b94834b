import { createHash } from "node:crypto";
import { fingerprintText, ToolError, type Files } from "@lockstep/kernel";
import type { RawCapture } from "@lockstep/surface";

/**
 * Captures by what decides them, and hashes of binaries by the file's identity. Each entry carries the hash of its text: a
 * damaged one counts as absent. A cache that cannot be written slows the next run and fails nothing.
 */
export class ProbeCache {
  readonly #files: Files;
  readonly #enabled: boolean;

  constructor(files: Files, enabled: boolean) {
    this.#files = files;
    this.#enabled = enabled;
  }

  /** The capture that was kept under a key. */
  async readCapture(key: CaptureKey): Promise<RawCapture | undefined> {
    return (await this.#read(capturePath(key))) as RawCapture | undefined;
  }

  async writeCapture(key: CaptureKey, capture: RawCapture): Promise<void> {
    await this.#write(capturePath(key), capture);
  }

  /** The SHA-256 of a file, if it was hashed before and has not changed since. */
  async readHash(path: string, identity: string): Promise<string | undefined> {
    const memo = (await this.#read(hashPath(this.#files.absolute(path)))) as HashMemo | undefined;
    return memo?.identity === identity ? memo.sha256 : undefined;
  }

  async writeHash(path: string, identity: string, sha256: string): Promise<void> {
    await this.#write(hashPath(this.#files.absolute(path)), { identity, sha256 } satisfies HashMemo);
  }

  async #read(path: string): Promise<unknown> {
    if (!this.#enabled) return undefined;
    const text = await unlessToolError(this.#files.readText(path));
    const end = text?.indexOf("\n") ?? -1;
    if (text === undefined || end === -1) return undefined;
    const body = text.slice(end + 1);
    return sha256Text(body) === text.slice(0, end) ? JSON.parse(body) : undefined;
  }

  async #write(path: string, value: unknown): Promise<void> {
    if (!this.#enabled) return;
    const body = JSON.stringify(value);
    await unlessToolError(this.#files.writeText(path, `${sha256Text(body)}\n${body}`));
  }
}

/** Everything that decides what probes print and which are made. */
export interface CaptureKey {
  readonly binarySha256: string;
  /** Of a script: its package, all files of which may differ while its own is the same, and what runs it. */
  readonly script?: { readonly treeSha256: string; readonly interpreter: string };
  readonly via: readonly string[];
  readonly generator: string;
  readonly parserVersion: number;
  /** The fields of `cli.json` that probing reads. */
  readonly probing: unknown;
  readonly excludedStages: readonly string[];
  readonly extraPaths: readonly (readonly string[])[];
  readonly sources: readonly string[];
  /** The state of the files beside the binary that its declarations stand in; absent where they are no evidence. */
  readonly declaring: string | undefined;
}

interface HashMemo {
  readonly identity: string;
  readonly sha256: string;
}

/** SHA-256 of a text's UTF-8 bytes in lower-case hex. */
export function sha256Text(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function capturePath(key: CaptureKey): string {
  return `${CACHE_FOLDER}/captures/${sha256Text(fingerprintText({ ...key, captureVersion: CAPTURE_VERSION }))}`;
}

function hashPath(binary: string): string {
  return `${CACHE_FOLDER}/binaries/${sha256Text(binary)}`;
}

/** Changes whenever the same calls of the same binary would give another capture, or which captures may be kept. */
const CAPTURE_VERSION = 5;

async function unlessToolError<Value>(action: Promise<Value>): Promise<Value | undefined> {
  try {
    return await action;
  } catch (error) {
    if (error instanceof ToolError) return undefined;
    throw error;
  }
}

/** Where captures and hashes of binaries are kept, from the working directory; git ignores it, and it may be deleted at any time. */
const CACHE_FOLDER = ".cache/snapshot";
