import { closeSync, constants, existsSync, openSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import type { JournaledChange } from "@lockstep/plans";
import { errorCode } from "../file-access.ts";
import { orFileFails, unsafeFailure } from "./file-failed.ts";
import { isReal } from "./real-place.ts";

/** Where Linux has the open files of a process: a path below that of a folder stays in it, whatever its own path becomes. */
const OPEN_FILES = "/proc/self/fd";
/** `O_PATH` of Linux, which Node does not name: a folder that may be entered and not listed can be held as well. */
const O_PATH = 0x20_0000;

/**
 * Does something in the folder of a change, under the path that `action` is given. Where the system allows it, that path is held to the
 * very folder that was looked at; elsewhere a link that takes its place in that moment is followed. Throws `FileFailed` `UNSAFE` when the
 * folder is no longer the one that the transaction began with: something may have become a link.
 */
export function inSameFolder<Value>(root: string, change: JournaledChange, action: (folder: string) => Value): Value {
  const held = hold(root, change);
  try {
    return action(held.path);
  } finally {
    held.close();
  }
}

/** The same for what takes its time. */
export async function inSameFolderLater<Value>(
  root: string,
  change: JournaledChange,
  action: (folder: string) => Promise<Value>,
): Promise<Value> {
  const held = hold(root, change);
  try {
    return await action(held.path);
  } finally {
    held.close();
  }
}

interface HeldFolder {
  readonly path: string;
  close(): void;
}

function hold(root: string, { path, folder }: JournaledChange): HeldFolder {
  const real = join(root, folder);
  const held = orFileFails("look at", path, () =>
    canHold() ? holdOpen(real) : isReal(root, folder) ? { path: real, close() {} } : undefined,
  );
  if (held === undefined) throw unsafeFailure(path, "is in a folder that was replaced while the plan was applied");
  return held;
}

/** `undefined` when it is not there, or is reached through a link. */
function holdOpen(real: string): HeldFolder | undefined {
  let file: number;
  try {
    file = openSync(real, O_PATH | constants.O_DIRECTORY | constants.O_NOFOLLOW);
  } catch (error) {
    if (["ENOENT", "ENOTDIR", "ELOOP"].includes(errorCode(error) ?? "")) return undefined;
    throw error;
  }
  const path = `${OPEN_FILES}/${String(file)}`;
  const close = (): void => closeSync(file);
  try {
    if (readlinkSync(path) === real) return { path, close };
  } catch (error) {
    close();
    throw error;
  }
  close();
  return undefined;
}

let held: boolean | undefined;

function canHold(): boolean {
  return (held ??= process.platform === "linux" && existsSync(OPEN_FILES));
}
