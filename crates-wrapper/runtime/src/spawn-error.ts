import { statSync } from "node:fs";
import { resolve } from "node:path";
import type { ProcessRequest } from "./process.ts";

/** Says in one sentence why a process did not start: the system blames the file even when the folder is what is missing. */
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
      return `Executable "${file}" could not be started: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function kindOf(path: string): "file" | "directory" | "missing" {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return "missing";
  return stats.isDirectory() ? "directory" : "file";
}
