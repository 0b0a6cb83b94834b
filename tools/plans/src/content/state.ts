import type { FileState, WrittenState } from "../file-state.ts";
import { quotePath } from "../paths/refusal.ts";

/** A state without its bytes, when it has them. */
export function withoutContent(state: WrittenState): WrittenState {
  if (state.type !== "file") return state;
  const { sha256, sizeBytes, mode } = state;
  return { type: "file", sha256, sizeBytes, mode };
}

/** Whether two states are the same: all of their fields are. */
export function isSameState(a: FileState, b: FileState): boolean {
  if (a.type === "file" && b.type === "file") return a.sha256 === b.sha256 && a.sizeBytes === b.sizeBytes && a.mode === b.mode;
  if (a.type === "link" && b.type === "link") return a.target === b.target;
  return a.type === b.type;
}

/** Whether the owner may execute a file of that mode: all that git knows of it. */
export function isExecutable(mode: string): boolean {
  return (Number.parseInt(mode, 8) & 0o100) !== 0;
}

/** A state in words, such as `a file of 12 bytes`. */
export function describeState(state: FileState): string {
  switch (state.type) {
    case "absent":
      return "absent";
    case "file":
      return `a file of ${String(state.sizeBytes)} bytes`;
    case "link":
      return `a link to ${quotePath(state.target)}`;
    case "folder":
      return "a folder";
    case "other":
      return "a device, socket or pipe";
  }
}
