import type { ParityRules } from "@lockstep/contracts";
import { rootWords, type CliRoot } from "../cli-root.ts";
import type { RetentionState } from "./pointers.ts";
import type { StaleFile } from "./verify-stages.ts";

const pastValidation: readonly string[] = ["validated", "supported"];

/** The metadata of every version that `latest_validated.txt` or a target's pointer names and whose status is below `validated`. */
export function standingFindings(
  where: CliRoot,
  rules: Pick<ParityRules, "union">,
  { pointers, versions }: Pick<RetentionState, "pointers" | "versions">,
): readonly StaleFile[] {
  const { root } = where;
  const named = pointers.flatMap(({ path, version }) => {
    const below = path.slice(root.length + 1);
    const target = /^pointers\/latest_validated\/(.+)\.txt$/.exec(below)?.[1];
    if (below !== "latest_validated.txt" && target === undefined) return [];
    return [{ below, version, target: target ?? rules.union.required_target }];
  });
  return versions.flatMap(({ semantic_version: version, status, validation }): readonly StaleFile[] => {
    const by = named.filter((pointer) => pointer.version === version);
    if (by.length === 0 || pastValidation.includes(status)) return [];
    const passed = validation?.passed_targets ?? [];
    const targets = [...new Set([...passed, ...by.map(({ target }) => target)])];
    // Naming targets replaces what is recorded, which is kept where it says enough.
    const words = targets.length === passed.length ? [] : targets.map((target) => ` --passed-target ${target}`);
    return [
      {
        path: `${root}/versions/${version}.json`,
        problem: `has the status "${status}", but ${by.map(({ below }) => `"${below}"`).join(", ")} ${by.length === 1 ? "names" : "name"} it as validated`,
        fix: `xtask version-metadata ${rootWords(where)} --version ${version} --status validated${words.join("")}`,
      },
    ];
  });
}
