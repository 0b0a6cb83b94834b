import { closeSync, constants, fstatSync, lstatSync, openSync, readFileSync, readlinkSync, type BigIntStats } from "node:fs";
import type { FileState } from "@lockstep/plans";
import { errorCode } from "../file-access.ts";
import { nodeCrypto } from "../node-crypto.ts";

/** A file that was read, and what tells whether it is still the same. */
export interface ReadFile {
  readonly state: Extract<FileState, { readonly type: "file" }>;
  readonly bytes: Buffer;
  /** Changes when the file is replaced, written or gets another mode. */
  readonly identity: string;
}

/** What stands at an absolute path, links not followed. It blocks: small files are read in less time than another thread is asked. Throws what the system throws for anything but absence. */
export function stateAt(path: string): FileState {
  const found = lstatAt(path);
  if (found === undefined) return { type: "absent" };
  if (found.isSymbolicLink()) return { type: "link", target: readlinkSync(path) };
  if (found.isDirectory()) return { type: "folder" };
  if (!found.isFile()) return { type: "other" };
  return readAt(path).state;
}

/** Reads the file at an absolute path, links not followed. Throws what the system throws, for a link `ELOOP`. */
export function readAt(path: string): ReadFile {
  const file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const found = fstatSync(file, { bigint: true });
    const bytes = readFileSync(file);
    return { state: { type: "file", ...digestOf(bytes), mode: modeOf(found.mode) }, bytes, identity: identityOf(found) };
  } finally {
    closeSync(file);
  }
}

/** What tells whether the file at a path is the one that was read; `undefined` when nothing is there. */
export function identityAt(path: string): string | undefined {
  const found = lstatAt(path);
  return found === undefined ? undefined : identityOf(found);
}

/** Hash and size of bytes, as states have them. */
export function digestOf(bytes: Uint8Array): { readonly sha256: string; readonly sizeBytes: number } {
  return { sha256: nodeCrypto().hash("sha256", bytes, "hex"), sizeBytes: bytes.length };
}

/** The permission bits as four octal digits. */
export function modeOf(mode: bigint | number): string {
  return (Number(mode) & 0o7777).toString(8).padStart(4, "0");
}

function lstatAt(path: string): BigIntStats | undefined {
  try {
    return lstatSync(path, { bigint: true });
  } catch (error) {
    if (errorCode(error) === "ENOENT" || errorCode(error) === "ENOTDIR") return undefined;
    throw error;
  }
}

function identityOf({ dev, ino, size, mtimeNs, ctimeNs }: BigIntStats): string {
  return [dev, ino, size, mtimeNs, ctimeNs].join("-");
}
