import { describeState } from "../content/state.ts";
import type { FileState, WrittenState } from "../file-state.ts";
import { quotePath } from "../paths/refusal.ts";

/** How a path differs from what it was when it was staged. */
export type DriftType =
  /** The bytes of the file. */
  | "content"
  /** It was there and is not. */
  | "vanished"
  /** It was not there and is. */
  | "appeared"
  /** It is something else, such as a link in place of a file. */
  | "type"
  /** The permission bits of the file. */
  | "mode"
  /** Where the link leads. */
  | "link";

/** One difference, told with what was staged and what is there. */
export interface Drift {
  readonly type: DriftType;
  /** What was staged: a SHA-256, a mode, a link's target, or a state in words. */
  readonly wanted: string;
  /** What is there, in the same terms. */
  readonly actual: string;
  /** One sentence without a full stop. */
  readonly message: string;
}

/** When a path was in the state that is wanted: when it was put into a plan, or when a transaction had changed it. */
export type DriftSince = "staged" | "applied";

/** How the state of a path differs from a wanted one; `[]` when they are the same. Content and mode can both differ. */
export function findDrift(path: string, wanted: WrittenState, actual: FileState, since: DriftSince = "staged"): readonly Drift[] {
  if (wanted.type === "file" && actual.type === "file") return findFileDrift(path, wanted, actual, since);
  if (wanted.type === "link" && actual.type === "link") {
    if (wanted.target === actual.target) return [];
    const message = `${quotePath(path)} leads to ${quotePath(actual.target)}, and led to ${quotePath(wanted.target)} when it was ${since}`;
    return [{ type: "link", wanted: wanted.target, actual: actual.target, message }];
  }
  if (wanted.type === actual.type) return [];
  const states = { wanted: describeState(wanted), actual: describeState(actual) };
  const message = `${quotePath(path)} is ${states.actual}, and was ${states.wanted} when it was ${since}`;
  if (wanted.type === "absent") return [{ type: "appeared", ...states, message }];
  return [{ type: actual.type === "absent" ? "vanished" : "type", ...states, message }];
}

type FileOf = Extract<FileState, { readonly type: "file" }>;

function findFileDrift(path: string, wanted: FileOf, actual: FileOf, since: DriftSince): readonly Drift[] {
  const named = quotePath(path);
  const contentMessage = `${named} has ${describeBytes(actual)}, and had ${describeBytes(wanted)} when it was ${since}`;
  const modeMessage = `${named} has the mode ${actual.mode}, and had ${wanted.mode} when it was ${since}`;
  const isSameContent = wanted.sha256 === actual.sha256 && wanted.sizeBytes === actual.sizeBytes;
  return [
    ...(isSameContent ? [] : [{ type: "content", wanted: wanted.sha256, actual: actual.sha256, message: contentMessage } as const]),
    ...(wanted.mode === actual.mode ? [] : [{ type: "mode", wanted: wanted.mode, actual: actual.mode, message: modeMessage } as const]),
  ];
}

function describeBytes({ sizeBytes, sha256 }: FileOf): string {
  return `${String(sizeBytes)} bytes with SHA-256 ${sha256.slice(0, 12)}…`;
}
