import type { Files } from "@lockstep/kernel";
import type { Violation } from "@lockstep/parity/validate";
import { rootWords, type CliRoot } from "../cli-root.ts";
import { readInputViolations } from "../validation/open-root.ts";
import { snapshotVersions } from "./snapshot-versions.ts";
import type { StaleFile } from "./verify-stages.ts";

/** A snapshot from which nothing may be derived, and the two ways to a whole one. */
export interface BrokenInput {
  readonly found: StaleFile;
  /** Where the committed one is whole. */
  readonly restore: string;
  /** Takes it from the binary again. */
  readonly retake: string;
}

/** Every snapshot that is gone though a union names it, or that breaks the contract; nothing may be derived from it. */
export async function readBrokenInputs(files: Files, where: CliRoot): Promise<readonly BrokenInput[]> {
  const violations = await readInputViolations(files, where, await snapshotVersions(files, where.root));
  return [...Map.groupBy(violations, ({ path }) => path)].map(([path, found]) => brokenInput(where, path, found));
}

function brokenInput(where: CliRoot, below: string, found: readonly Violation[]): BrokenInput {
  const path = `${where.root}/${below}`;
  const [, version = "", file = ""] = below.split("/");
  const [first] = found;
  const more = found.length === 1 ? "" : `; ${String(found.length - 1)} more of it: xtask validate ${rootWords(where)}`;
  const at = first?.pointer === undefined || first.pointer === "" ? "" : ` ${first.pointer}`;
  const problem =
    first?.code === "SNAPSHOT_MISSING"
      ? "is gone, and the committed union names it as an input"
      : `breaks the contract: ${first?.code ?? ""}${at} ${first?.message ?? ""}${more}`;
  const restore = `git restore ${path}`;
  const retake = `xtask parity ${rootWords(where)} --version ${version} --target ${file.replace(/\.json$/, "")}`;
  return { found: { path, problem, fix: `${restore}, or take it again: ${retake}` }, restore, retake };
}
