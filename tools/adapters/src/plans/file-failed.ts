import type { FileFailure } from "@lockstep/plans";
import { ToolError } from "@lockstep/kernel";
import { describeFileAccess, errorCode } from "../file-access.ts";

/** A step of a transaction that could not be done. */
export class FileFailed extends Error {
  readonly failure: FileFailure;

  constructor(failure: FileFailure) {
    super(failure.message);
    this.failure = failure;
  }
}

/** Does something to `path`, which is from the workspace root; throws `FileFailed`. */
export function orFileFails<Value>(verb: string, path: string, action: () => Value): Value {
  try {
    return action();
  } catch (error) {
    throw new FileFailed(failureOf(verb, path, error));
  }
}

/** Awaits what is done to `path`, which is from the workspace root; throws `FileFailed`. */
export async function orFileLaterFails<Value>(verb: string, path: string, action: Promise<Value>): Promise<Value> {
  try {
    return await action;
  } catch (error) {
    throw new FileFailed(failureOf(verb, path, error));
  }
}

/** Why something could not be done. */
export function failureOf(verb: string, path: string, error: unknown): FileFailure {
  if (error instanceof FileFailed) return error.failure;
  if (error instanceof ToolError) return { code: error.code, message: error.message, hint: error.hint ?? "" };
  return { code: errorCode(error) ?? "FAILED", ...describeFileAccess(verb, path, error) };
}

/** Something else stands at a path than the caller has seen there. */
export function driftFailure(path: string): FileFailed {
  return new FileFailed({
    code: "DRIFT",
    message: `"${path}" was changed while the plan was applied`,
    hint: "Look at what was changed, then run the command again",
  });
}

/** A path leads where no plan may change anything, or elsewhere than a moment ago. */
export function unsafeFailure(path: string, reason: string): FileFailed {
  return new FileFailed({ code: "UNSAFE", message: `"${path}" ${reason}`, hint: "Look at the links in the folders above it" });
}
