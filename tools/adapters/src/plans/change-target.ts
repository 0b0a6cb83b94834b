import { accessSync, chmodSync, constants, renameSync, symlinkSync, unlinkSync } from "node:fs";
import { join } from "node:path";
import { isSameState, nameOf, type JournaledChange, type WrittenState } from "@lockstep/plans";
import { errorCode } from "../file-access.ts";
import { writeSyncedFile } from "../store/synced-file.ts";
import { driftFailure, FileFailed, orFileFails, orFileLaterFails } from "./file-failed.ts";
import { digestOf, identityAt, modeOf, readAt, stateAt, type ReadFile } from "./file-state.ts";
import { isReal } from "./real-place.ts";
import { inSameFolder, inSameFolderLater } from "./same-folder.ts";

/** Reads the file that a change replaces or removes. Throws `FileFailed` `DRIFT` when it is not what the caller has seen. */
export function readBefore(root: string, change: JournaledChange, isOwn: boolean): ReadFile {
  return inSameFolder(root, change, (folder) => {
    const place = join(folder, nameOf(change.path));
    const read = readUnlessGone(place, change.path);
    if (!isSameState(read.state, change.before)) throw driftFailure(change.path);
    // A rename asks for no permission to write the file itself; who protects a file wants to be asked.
    const verb = change.after.type === "absent" ? "delete" : "write";
    if (!isOwn) orFileFails(verb, change.path, () => accessSync(place, constants.W_OK));
    return read;
  });
}

function readUnlessGone(place: string, path: string): ReadFile {
  try {
    return readAt(place);
  } catch (error) {
    if (["ENOENT", "ENOTDIR", "ELOOP", "EISDIR"].includes(errorCode(error) ?? "")) throw driftFailure(path);
    throw error;
  }
}

/** Throws `FileFailed` `DRIFT` unless what stands at a path is what its transaction began with. */
export function assertUntouched(root: string, change: JournaledChange, identity: string | undefined): void {
  const { before, path } = change;
  inSameFolder(root, change, (folder) => {
    const place = join(folder, nameOf(path));
    const isSame = orFileFails("look at", path, () =>
      before.type === "link" ? isSameState(stateAt(place), before) : identityAt(place) === identity,
    );
    if (!isSame) throw driftFailure(path);
  });
}

/** Throws `FileFailed` `DRIFT` unless what stands at a path is what its transaction has put there: what somebody made of it since stays. */
export function assertOurs(root: string, change: JournaledChange): void {
  inSameFolder(root, change, (folder) => {
    const now = orFileFails("look at", change.path, () => stateAt(join(folder, nameOf(change.path))));
    if (!isSameState(now, change.after)) throw driftFailure(change.path);
  });
}

/**
 * Makes a file or link at the temporary place of a change, complete and on disk. Throws `FileFailed`.
 * @param contentOf the bytes of a file
 */
export async function makeTemporary(
  root: string,
  change: JournaledChange,
  state: Exclude<WrittenState, { readonly type: "absent" }>,
  contentOf: () => Promise<Uint8Array>,
): Promise<void> {
  const name = nameOf(change.temporary);
  if (state.type === "link") {
    inSameFolder(root, change, (folder) => orFileFails("write", change.path, () => symlinkSync(state.target, join(folder, name))));
    return;
  }
  const bytes = await contentOf();
  const { sha256, sizeBytes } = digestOf(bytes);
  if (sha256 !== state.sha256 || sizeBytes !== state.sizeBytes) {
    throw new FileFailed({
      code: "CONTENT",
      message: `The stored content of "${change.path}" has the SHA-256 ${sha256}, wanted ${state.sha256}`,
      hint: "Remove the path from the plan and stage it again",
    });
  }
  const made = await inSameFolderLater(root, change, (folder) =>
    orFileLaterFails("write", change.path, writeSyncedFile(join(folder, name), bytes, Number.parseInt(state.mode, 8))),
  );
  if (modeOf(made.mode) === state.mode) return;
  throw new FileFailed({
    code: "MODE",
    message: `"${change.path}" gets the mode ${modeOf(made.mode)} here, wanted ${state.mode}`,
    hint: "Stage the path with a mode that this user may give it",
  });
}

/** Renames what is at the temporary place of a change to its own. */
export function putInPlace(root: string, change: JournaledChange): void {
  inSameFolder(root, change, (folder) =>
    orFileFails("replace", change.path, () => renameSync(join(folder, nameOf(change.temporary)), join(folder, nameOf(change.path)))),
  );
}

/** Removes the file or link of a change. */
export function removeTarget(root: string, change: JournaledChange): void {
  inSameFolder(root, change, (folder) => orFileFails("delete", change.path, () => unlinkSync(join(folder, nameOf(change.path)))));
}

/** Removes a temporary file that may not be there. A folder that is another one now has none of ours. */
export function discardTemporary(root: string, change: JournaledChange): void {
  const temporary = join(root, change.temporary);
  orFileFails("remove", change.temporary, () => {
    // A read-only disk refuses to remove what is not there as well.
    if (isReal(root, change.folder) && identityAt(temporary) !== undefined) unlinkSync(temporary);
  });
}

/** Puts the backup of a change itself in place, for a disk without space for a copy. */
export function moveBackupInPlace(root: string, change: JournaledChange, backup: string, mode: string): void {
  inSameFolder(root, change, (folder) =>
    orFileFails("put back", change.path, () => {
      chmodSync(backup, Number.parseInt(mode, 8));
      renameSync(backup, join(folder, nameOf(change.path)));
    }),
  );
}
