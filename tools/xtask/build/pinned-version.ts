import { existsSync, readdirSync, readFileSync } from "node:fs";
import { parseContract } from "@lockstep/contracts";
import { InputError, ToolError } from "@lockstep/kernel";

/** The newest or oldest version that the lock of a CLI pins. Throws `InputError` when there is no such lock, or it pins none. */
function pinnedVersion(cli: string, which: "newest" | "oldest"): string {
  return pinnedVersions(cli).at(which === "newest" ? -1 : 0) ?? "";
}

/** All versions that the lock of a CLI pins, ascending as in the lock. Throws `InputError` when there is no such lock, or it pins none. */
export function pinnedVersions(cli: string): readonly string[] {
  const path = lockOf(cli);
  if (!existsSync(path)) {
    throw new InputError("FILE_MISSING", `"${path}" does not exist; the CLIs with a lock are: ${pinnedClis().join(", ") || "none"}`, {
      hint: 'Name one of these; CONTRIBUTING.md says how to add a CLI ("A new CLI")',
    });
  }
  const versions = lockedVersions(path);
  if (versions.length === 0) {
    throw new InputError("ARTIFACT_UNPINNED", `"${path}" pins no version`, { hint: `xtask lock add --cli ${cli} --version <v>` });
  }
  return versions;
}

/** The CLIs whose lock pins a version; one that is only begun has an empty lock. */
export function pinnedClis(): readonly string[] {
  if (!existsSync("manifests")) return [];
  return readdirSync("manifests").filter((name) => existsSync(lockOf(name)) && lockedVersions(lockOf(name)).length > 0);
}

function lockedVersions(path: string): readonly string[] {
  return parseContract("ArtifactsLock", path, readFileSync(path, "utf8")).versions.map(({ version }) => version);
}

function lockOf(cli: string): string {
  return `manifests/${cli}/artifacts.lock.json`;
}

/** Prints the version, or the error as `xtask` prints its own, and returns the exit code. */
function printPinnedVersion(cli = "codex", which?: string): number {
  try {
    process.stdout.write(`${pinnedVersion(cli, which === "oldest" ? "oldest" : "newest")}\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    process.stderr.write(`${error.line}\n${error.hint === undefined ? "" : `  hint: ${error.hint}\n`}`);
    return error.exitCode;
  }
}

if (import.meta.filename === process.argv[1]) process.exitCode = printPinnedVersion(process.argv[2], process.argv[3]);
