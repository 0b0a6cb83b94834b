import { readFileSync } from "node:fs";
import { parseContract } from "@lockstep/contracts";
import { InputError } from "@lockstep/kernel";

/** The newest or oldest version that the lock of a CLI pins; the lock is ascending. Throws `InputError` when it pins none. */
export function pinnedVersion(cli: string, which: "newest" | "oldest"): string {
  const path = `manifests/${cli}/artifacts.lock.json`;
  const { versions } = parseContract("ArtifactsLock", path, readFileSync(path, "utf8"));
  const version = versions.at(which === "newest" ? -1 : 0)?.version;
  if (version === undefined) throw new InputError("ARTIFACT_UNPINNED", `"${path}" pins no version`);
  return version;
}

if (import.meta.filename === process.argv[1]) {
  process.stdout.write(`${pinnedVersion(process.argv[2] ?? "codex", process.argv[3] === "oldest" ? "oldest" : "newest")}\n`);
}
