import { unreachable } from "@lockstep/kernel";
import type { ViewExplanation } from "../report/explain-unit.ts";
import { describeUnit, type UnitIdentity } from "../unit.ts";
import type { UnitInVersion, UnitOnTarget } from "./unit-history.ts";

/** What the verdict is given by: the versions that were asked for, ascending, each with the explanation of its decisive view. */
export interface VerdictInputs {
  readonly identity: UnitIdentity;
  readonly versions: readonly (UnitInVersion & { readonly explanation: ViewExplanation | undefined })[];
  /** Every committed version, ascending, those that were not asked for too. */
  readonly known: readonly Pick<UnitInVersion, "version" | "targets">[];
  readonly requiredTarget: string;
  /** Whether there is a wrapper coverage to compare with. */
  readonly hasCoverage: boolean;
  /** Whether the wrapper claims the unit, at any level and on any target. */
  readonly isClaimed: boolean;
  /** The versions that the wrapper passes it to alone, where its scenarios say so. */
  readonly onlyFor: readonly string[] | null;
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
  const where = whereText(newest.targets, inputs.requiredTarget);
  if (!hasCoverage) return `${name} is ${shown} in ${version}${where}, and there is no wrapper to compare it with.`;
  if (explanation === undefined) return `${name} is ${shown} in ${version}${where}, which has no union to compare with the wrapper.`;
  const isMissingOnSome = newest.targets.filter(isThere).some(({ target }) => !explanation.missingOn.includes(target));
  return presentText(name, { version, shown, where }, isMissingOnSome ? explanation : { ...explanation, missingOn: [] });
}

/** A version that has the unit, how it shows it, and on which targets alone, where that has to be said. */
interface Having {
  readonly version: string;
  readonly shown: string;
  readonly where: string;
}

function presentText(name: string, { version, shown, where }: Having, { outcome, missingOn, note, state }: ViewExplanation): string {
  const because = note === undefined ? "" : ` (${note.replace(/\.$/, "")})`;
  const fading = state ?? shown;
  switch (outcome) {
    case undefined:
      return `${name} is covered: ${version} has it${where}, and so has the wrapper.`;
    case "missing":
      return `${name} is missing: ${version} has it${where}, and the wrapper does not${missingOn.length === 0 ? "" : ` on ${missingOn.join(", ")}`}.`;
    case "excluded":
      return `${name} is excluded: the rules say that no wrapper should have it${because}.`;
    case "intentionally unsupported":
      return `${name} is left out on purpose by the wrapper${because}.`;
    case "unsupported":
      return `${name} is unsupported: ${version} has it${where}, and the wrapper declares that it does not${because}.`;
    case "passthrough":
      return `${name} is passed through: the wrapper has no typed form of it yet${because}.`;
    case "hidden":
      return `${name} is no work: it is ${fading} in ${version}${where}, and the wrapper does not have it.`;
    case "at risk":
      return `${name} is at risk: the wrapper uses it, and it is ${fading} in ${version}${where}.`;
    case "wrapper only":
      return `${name} is the wrapper's alone: the union of ${version} does not have it there.`;
    default:
      return unreachable(outcome);
  }
}

function absentText(inputs: VerdictInputs): string {
  const { identity, versions, known, isClaimed, isExcluded } = inputs;
  const name = describeUnit(identity);
  const newest = versions.at(-1);
  const version = newest?.version ?? "";
  const isRejected = newest?.targets.some(({ presence }) => presence === "rejected") === true;
  const at = known.findIndex((other) => other.version === version);
  const last = known.slice(0, Math.max(at, 0)).findLast(hasIt);
  const next = known.slice(at + 1).find(hasIt);
  const lacks = isRejected ? "rejects it" : "does not have it";
  if (last !== undefined && next !== undefined)
    return `${name} is not in ${version}: ${last.version} was the last to have it before, and ${next.version} has it again.`;
  if (next !== undefined) return `${name} is not in ${version} yet, which ${lacks}: it came with ${next.version}.`;
  if (last !== undefined) {
    const how = stateText(last.targets) === "visible" ? "" : ` (${stateText(last.targets)})`;
    return `${name} is gone: ${last.version} was the last to have it${how}, ${version} ${lacks}${claimText(inputs, version)}.`;
  }
  if (isRejected) return `${name} is rejected by ${version}${claimText(inputs, version)}.`;
  const knower = isClaimed ? "the wrapper claims it" : isExcluded ? "the rules exclude it" : "other versions or targets have it";
  return `${name} is not in ${versions.map((other) => other.version).join(", ")}; only ${knower}.`;
}

/** What the wrapper says of a unit that the version lacks: a claim is no fault when the version is not given it. */
function claimText({ isClaimed, onlyFor }: Pick<VerdictInputs, "isClaimed" | "onlyFor">, version: string): string {
  if (!isClaimed) return "";
  if (onlyFor === null || onlyFor.includes(version)) return ", and the wrapper still claims it";
  const given = onlyFor.length === 1 ? onlyFor.join("") : `${onlyFor.slice(0, -1).join(", ")} and ${onlyFor.at(-1) ?? ""}`;
  return `, and the wrapper passes it to ${given} alone`;
}

/** On which targets alone the unit is, where the required one is known and lacks it. */
function whereText(targets: readonly UnitOnTarget[], requiredTarget: string): string {
  const required = targets.find(({ target }) => target === requiredTarget);
  if (required === undefined || isThere(required)) return "";
  return ` on ${targets
    .filter(isThere)
    .map(({ target }) => target)
    .join(", ")} alone`;
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
