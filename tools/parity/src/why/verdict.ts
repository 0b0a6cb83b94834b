import { unreachable } from "@lockstep/kernel";
import type { ViewExplanation } from "../report/explain-unit.ts";
import { describeUnit, type UnitIdentity } from "../unit.ts";
import type { UnitInVersion, UnitOnTarget } from "./unit-history.ts";

/** What the verdict is given by: the versions that were asked for, ascending, each with the explanation of its decisive view. */
export interface VerdictInputs {
  readonly identity: UnitIdentity;
  readonly versions: readonly (UnitInVersion & { readonly explanation: ViewExplanation | undefined })[];
  /** Whether there is a wrapper coverage to compare with. */
  readonly hasCoverage: boolean;
  /** Whether the wrapper claims the unit, at any level and on any target. */
  readonly isClaimed: boolean;
  readonly isExcluded: boolean;
  /** The verdict of the root's flag, where the newest version counts this flag there. */
  readonly ofRoot: string | undefined;
}

/** One sentence that says what a maintainer has to know of a unit in the newest of the versions. */
export function verdictOf(inputs: VerdictInputs): string {
  const { identity, hasCoverage, ofRoot } = inputs;
  const name = describeUnit(identity);
  const versions = inputs.versions.filter(({ targets }) => targets.length > 0);
  const newest = versions.at(-1);
  if (newest === undefined) return `Nothing is known of ${name} there: no version asked for has a snapshot.`;
  const { version, listing, explanation } = newest;
  if (!hasIt(newest)) return absentText({ ...inputs, versions });
  if (listing === "root" && ofRoot !== undefined) return `${name} is counted at the root in ${version}: ${ofRoot}`;
  const shown = stateText(newest.targets);
  if (!hasCoverage) return `${name} is ${shown} in ${version}, and there is no wrapper to compare it with.`;
  if (explanation === undefined) return `${name} is ${shown} in ${version}, which has no union to compare with the wrapper.`;
  const isMissingOnSome = newest.targets.filter(isThere).some(({ target }) => !explanation.missingOn.includes(target));
  return presentText(name, version, shown, isMissingOnSome ? explanation : { ...explanation, missingOn: [] });
}

function presentText(name: string, version: string, shown: string, { outcome, missingOn, note, state }: ViewExplanation): string {
  const because = note === undefined ? "" : ` (${note.replace(/\.$/, "")})`;
  const fading = state ?? shown;
  switch (outcome) {
    case undefined:
      return `${name} is covered: ${version} has it, and so has the wrapper.`;
    case "missing":
      return `${name} is missing: ${version} has it, and the wrapper does not${missingOn.length === 0 ? "" : ` on ${missingOn.join(", ")}`}.`;
    case "excluded":
      return `${name} is excluded: the rules say that no wrapper should have it${because}.`;
    case "intentionally unsupported":
      return `${name} is left out on purpose by the wrapper${because}.`;
    case "unsupported":
      return `${name} is unsupported: ${version} has it, and the wrapper declares that it does not${because}.`;
    case "passthrough":
      return `${name} is passed through: the wrapper has no typed form of it yet${because}.`;
    case "hidden":
      return `${name} is no work: it is ${fading} in ${version}, and the wrapper does not have it.`;
    case "at risk":
      return `${name} is at risk: the wrapper uses it, and it is ${fading} in ${version}.`;
    case "wrapper only":
      return `${name} is the wrapper's alone: the union of ${version} does not have it there.`;
    default:
      return unreachable(outcome);
  }
}

function absentText({ identity, versions, isClaimed, isExcluded }: VerdictInputs): string {
  const name = describeUnit(identity);
  const newest = versions.at(-1);
  const version = newest?.version ?? "";
  const isRejected = newest?.targets.some(({ presence }) => presence === "rejected") === true;
  const last = versions.findLast(hasIt);
  const claim = isClaimed ? ", and the wrapper still claims it" : "";
  if (last !== undefined) {
    const how = stateText(last.targets) === "visible" ? "" : ` (${stateText(last.targets)})`;
    return `${name} is gone: ${last.version} was the last to have it${how}, ${version} ${isRejected ? "rejects it" : "does not have it"}${claim}.`;
  }
  if (isRejected) return `${name} is rejected by ${version}${claim}.`;
  const known = isClaimed ? "the wrapper claims it" : isExcluded ? "the rules exclude it" : "other versions or targets have it";
  return `${name} is not in ${versions.map((other) => other.version).join(", ")}; only ${known}.`;
}

function hasIt({ targets }: Pick<UnitInVersion, "targets">): boolean {
  return targets.some(isThere);
}

function isThere({ presence }: UnitOnTarget): boolean {
  return presence === "visible" || presence === "hidden";
}

/** How a version shows the unit at best: what is visible somewhere is visible. */
function stateText(targets: readonly UnitOnTarget[]): string {
  const having = targets.filter(isThere);
  const presence = having.some((target) => target.presence === "visible") ? "visible" : "hidden";
  return having.length > 0 && having.every(({ isDeprecated }) => isDeprecated) ? `${presence} and deprecated` : presence;
}
