import type { CoverageLevel } from "@lockstep/contracts";
import { unreachable } from "@lockstep/kernel";
import type { RulesDecisions } from "../rules/decisions.ts";
import type { Exclusions } from "../rules/exclusions.ts";
import { describeUnit, type UnitIdentity } from "../unit.ts";
import type { Reason } from "./classify.ts";
import type { TargetOutcome } from "./judge-each-target.ts";

/** Why a unit stands where it does, in words. */
export interface ReasonText {
  readonly rule: Reason["type"];
  /** The decisions of the rules that took part; docs/rules.md has each. */
  readonly decisions: readonly (keyof RulesDecisions)[];
  /** The end of a sentence. */
  readonly text: string;
}

/** Words a reason; `differing` are the outcomes of the targets where they are not all the same, of which the worst counts. */
export function describeReason(
  unit: UnitIdentity,
  reason: Reason,
  exclusions: Pick<Exclusions, "excludedBy">,
  differing: readonly TargetOutcome[],
): ReasonText {
  const { text, decisions } = wordReason(unit, reason, exclusions);
  if (differing.length === 0) return { rule: reason.type, decisions, text };
  const onTargets = differing.map(({ target, outcome }) => `${outcome ?? "covered"} on ${target}`).join(", ");
  return {
    rule: reason.type,
    decisions: [...decisions, "judgesEachTarget"],
    text: `${text}; each target is judged by itself and the worst counts: ${onTargets}`,
  };
}

function wordReason(unit: UnitIdentity, reason: Reason, exclusions: Pick<Exclusions, "excludedBy">): Omit<ReasonText, "rule"> {
  switch (reason.type) {
    case "absent":
      return { text: "this version does not have it there, and the wrapper claims nothing of it", decisions: [] };
    case "hidden by its command's exclusion":
      return {
        text: "the rules exclude its command, and so its flags and args are in no list",
        decisions: ["excludedCommandHidesItsUnits"],
      };
    case "excluded":
      return exclusions.excludedBy(unit)?.unit === unit.unit
        ? { text: "the rules exclude it (parity_exclusions)", decisions: [] }
        : {
            text: "the rules exclude its command (parity_exclusions), and so its flags and args are listed as excluded too",
            decisions: ["excludedCommandHidesItsUnits"],
          };
    case "inherited intention":
      return {
        text: `the wrapper claims nothing of it, and leaves out the command "${describeUnit(reason.from)}" and what is below it on purpose`,
        decisions: [],
      };
    case "own intention":
      return { text: "the wrapper declares that it leaves it out on purpose", decisions: [] };
    case "level":
      return { text: levelText(unit, reason.level), decisions: [] };
    case "fading":
      return {
        text: `upstream ${reason.state === "hidden" ? "hides" : "deprecates"} it or a command on its path, and ${levelText(unit, reason.level)}`,
        decisions: ["listsFadingUnitsApart"],
      };
    case "counted at the root":
      return { text: "the root has the flag too, so the union counts it there alone", decisions: ["dedupeMindsTargets"] };
    case "wrapper only":
      return reason.isCountedAtRoot
        ? {
            text: "the wrapper claims it, and the root has the flag too, so the union counts it there alone",
            decisions: ["dedupeMindsTargets"],
          }
        : { text: "the wrapper claims it, and this version does not have it there", decisions: [] };
    default:
      return unreachable(reason);
  }
}

function levelText({ unit }: UnitIdentity, level: CoverageLevel | undefined): string {
  switch (level) {
    case undefined:
      return "no scenario of the wrapper shows it and nothing is declared for it";
    case "unknown":
      return "the wrapper claims it at the level unknown, which shows nothing";
    case "explicit":
      return "the wrapper emits it";
    case "passthrough":
      return unit === "command" ? "the wrapper only passes the command through" : "the wrapper lets its callers pass it through";
    case "unsupported":
      return "the wrapper declares it unsupported";
    case "intentionally_unsupported":
      return "the wrapper leaves it out on purpose";
    default:
      return unreachable(level);
  }
}
