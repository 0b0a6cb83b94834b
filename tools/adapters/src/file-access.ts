import { EnvironmentError } from "@lockstep/kernel";

/** Awaits what is done to the file at `path`; `undefined` when it is absent. Throws `EnvironmentError` `FILE_ACCESS`. */
export async function unlessAbsent<Value>(verb: string, path: string, action: Promise<Value>): Promise<Value | undefined> {
  try {
    return await action;
  } catch (cause) {
    if (errorCode(cause) === "ENOENT" || errorCode(cause) === "ENOTDIR") return undefined;
    throw fileAccessError(verb, path, cause);
  }
}

/** Awaits what is done to the file at `path`; a failure becomes an `EnvironmentError` `FILE_ACCESS`. */
export async function orFail<Value>(verb: string, path: string, action: Promise<Value>): Promise<Value> {
  try {
    return await action;
  } catch (cause) {
    throw fileAccessError(verb, path, cause);
  }
}

const reasons: Readonly<Record<string, readonly [reason: string, hint: string]>> = {
  EACCES: ["permission denied", "Make it accessible to this user, then run the command again"],
  EPERM: ["permission denied", "Make it accessible to this user, then run the command again"],
  EROFS: ["the file system is read-only", "Choose a writable folder, then run the command again"],
  ENOSPC: ["no space left on the disk", "Free some space, then run the command again; the old file is whole"],
  EDQUOT: ["the disk quota is used up", "Free some space, then run the command again; the old file is whole"],
  EISDIR: ["it is a folder", "Name a file"],
  ENOENT: ["it does not exist", "Check the path"],
  ENOTDIR: ["a part of the path is a file", "Check the path"],
  ENAMETOOLONG: ["the path is longer than the file system allows", "Choose a shorter path"],
  ELOOP: ["it is a link, or links of the path lead in a circle", "Check the path"],
  EEXIST: ["something is there already", "Look at what is there, then run the command again"],
  ENOTEMPTY: ["it is a folder that is not empty", "Look at what is there, then run the command again"],
  EBUSY: ["it is in use", "End what uses it, or unmount it, then run the command again"],
  ETXTBSY: ["it is a program that runs", "End it, then run the command again"],
  EMLINK: ["it has too many links", "Remove some of them, then run the command again"],
  EXDEV: ["it is on another file system", "Keep the folder .xtask on the file system of the workspace"],
  EIO: ["the disk failed", "Look at the health of the disk"],
  ENFILE: ["the system has too many open files", "End some programs, then run the command again"],
  EMFILE: ["too many open files", "Raise the limit of open files (ulimit -n)"],
};

/** Says in one sentence why a file could not be used, and what to do. */
export function fileAccessError(verb: string, path: string, cause: unknown): EnvironmentError {
  const { message, hint } = describeFileAccess(verb, path, cause);
  return new EnvironmentError("FILE_ACCESS", message, { hint, cause });
}

/** Why a file could not be used, in one sentence, and what to do. */
export function describeFileAccess(verb: string, path: string, cause: unknown): { readonly message: string; readonly hint: string } {
  const code = errorCode(cause);
  const [reason, hint] = reasons[code ?? ""] ?? [cause instanceof Error ? cause.message : String(cause), "Check the path"];
  return { message: `Cannot ${verb} "${path}": ${reason}${code === undefined ? "" : ` (${code})`}`, hint };
}

/** The code of the system's error, such as `ENOENT`; `undefined` for any other. */
export function errorCode(cause: unknown): string | undefined {
  return cause instanceof Error && "code" in cause && typeof cause.code === "string" ? cause.code : undefined;
}
