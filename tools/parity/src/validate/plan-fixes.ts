import type { ParityRules } from "@lockstep/contracts";
import { currentPath } from "./current-json.ts";
import { latestValidatedPath, rootPointerPaths, targetPointerKinds, targetPointerPath } from "./pointers.ts";
import type { RootFiles } from "./root-files.ts";
import { stableVersions } from "../rules/stable-version.ts";
import { unionPath } from "./snapshots.ts";

/**
 * The new texts of `--mode fix`, by path relative to the root: missing pointers of targets become `none`, pointers are cut to
 * their first line, `current.json` becomes the union of a valid `latest_validated.txt`. Nothing is deleted or made up: an empty first
 * line, a file that cannot be read and a union that is no JSON stay as they are, for the check to report. Final when
 * `files.unread()` is empty, and empty for a root that it has fixed.
 */
export function planFixes({ rules, files }: { readonly rules: ParityRules; readonly files: RootFiles }): ReadonlyMap<string, string> {
  const writes = new Map<string, string>();
  const isStableVersion = stableVersions(rules);
  const ofTargets = rules.union.expected_targets.flatMap((target) => targetPointerKinds.map((kind) => targetPointerPath(kind, target)));
  for (const path of ofTargets) if (files.file(path).type === "absent") writes.set(path, "none\n");
  for (const path of [...rootPointerPaths, ...ofTargets]) {
    const read = files.file(path);
    const line = read.type === "text" ? firstLine(read.text) : "";
    if (read.type === "text" && line.trim() !== "" && read.text !== `${line}\n`) writes.set(path, `${line}\n`);
  }
  const pointer = files.file(latestValidatedPath);
  const version = pointer.type === "text" ? firstLine(pointer.text) : "";
  if (!isStableVersion(version)) return writes;
  const union = files.json(unionPath(version));
  const current = files.file(currentPath);
  if (union.type === "value" && current.type !== "unreadable" && !(current.type === "text" && current.text === union.text))
    writes.set(currentPath, union.text);
  return writes;
}

function firstLine(text: string): string {
  return (text.split("\n", 1)[0] ?? "").replace(/\r+$/, "");
}
