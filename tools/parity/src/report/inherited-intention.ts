import { InputError } from "@lockstep/kernel";
import { describeUnit, type UpstreamUnit } from "../unit.ts";
import { intersection, type CoverageIndex } from "../wrapper-coverage/coverage-index.ts";
import { resolveLevel } from "../wrapper-coverage/resolve-level.ts";
import type { InheritedLevel } from "./classify.ts";

/**
 * The intention that a unit inherits from the nearest intentionally unsupported command above it (for a flag or arg its own
 * command included) that shares a relevant target with it. Throws `InputError` `INTENTION_COVERS_PART` when that command
 * is declared so only on some of the unit's relevant targets.
 */
export function inheritedIntention(index: CoverageIndex, unit: UpstreamUnit, relevant: ReadonlySet<string>): InheritedLevel | undefined {
  const unitTargets = intersection(unit.availableOn, relevant);
  const longest = unit.unit === "command" ? unit.path.length - 1 : unit.path.length;
  for (let length = longest; length >= 0; length -= 1) {
    const root = { unit: "command", path: unit.path.slice(0, length) } as const;
    const claim = resolveLevel(index, root, relevant);
    if (claim?.level !== "intentionally_unsupported") continue;
    const entries = index.entriesOf(root).filter(({ level }) => level === "intentionally_unsupported");
    const rootTargets = new Set(entries.flatMap(({ targets }) => [...targets]));
    const shared = intersection(unitTargets, rootTargets);
    if (shared.size === 0) continue;
    if (shared.size < unitTargets.size) {
      const bare = [...unitTargets].filter((target) => !rootTargets.has(target));
      throw new InputError(
        "INTENTION_COVERS_PART",
        `"wrapper_coverage.json" declares "${describeUnit(root)}" intentionally_unsupported on ${[...shared].join(", ")}, but not on ${bare.join(", ")}, where ${unit.unit} "${describeUnit(unit)}" is too; expected one declaration for all of them`,
        { hint: "Widen the declaration's scope, or declare the unit itself on the other targets" },
      );
    }
    return { ...claim, unit: root };
  }
  return undefined;
}
