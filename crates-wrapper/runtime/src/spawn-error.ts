import { statSync } from "node:fs";
import { resolve } from "node:path";
import { messageOf } from "./message-of.ts";
import type { ProcessRequest } from "./process.ts";

/**
 * Says in one sentence why a process did not start: the system blames the file even when the folder is what is missing.
 * Node quotes the argument or variable that it refuses: that may be a secret, and is left out.
 */
export function explainSpawnError({ file, cwd }: ProcessRequest, error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
  if (cwd !== undefined && kindOf(cwd) !== "directory") return `Working directory "${cwd}" is no directory (${code})`;
  const kind = file.includes("/") ? kindOf(resolve(cwd ?? ".", file)) : "unknown";
  if (kind === "directory") return `"${file}" is a directory, wanted an executable file (${code})`;
  switch (code) {
    case "ENOENT":
      return kind === "file"
        ? `The interpreter that "${file}" names does not exist (${code})`
        : `Executable "${file}" does not exist (${code})`;
    case "EACCES":
      return `File "${file}" is not executable (${code})`;
    default:
      return `Executable "${file}" could not be started: ${messageOf(error).replace(/[.,] Received [^]*$/, "")}`;
  }
}

function kindOf(path: string): "file" | "directory" | "missing" {
  try {
    return statSync(path).isDirectory() ? "directory" : "file";
  } catch {
    // Also a path that cannot be one, such as with a NUL.
    return "missing";
  }
}
