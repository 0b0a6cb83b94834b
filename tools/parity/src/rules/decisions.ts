import type { ParityRules } from "@lockstep/contracts";
import { InputError } from "@lockstep/kernel";

/** Everything in which one version of the rules differs from another. Code asks for a decision, never for a version. */
export interface RulesDecisions {
  /** The fields whose differences among targets a union records as conflicts. */
  readonly conflictFields: {
    readonly command: readonly string[];
    readonly flag: readonly string[];
    readonly arg: readonly string[];
  };
  /** Where the evidence of a conflict comes from: raw help on this machine, or the hashes in the snapshots. */
  readonly conflictEvidence: "raw help" | "snapshots";
  /** A command's flag that the root has too stays in the union, unless the root has it on every target that the command does. */
  readonly dedupeMindsTargets: boolean;
  /** A flag that the union lists at the root alone leaves a conflict behind where it differs from the root's. */
  readonly dedupeKeepsDifferences: boolean;
  /** The flags and args of an excluded command appear in no delta of a report; otherwise they are listed as excluded too. */
  readonly excludedCommandHidesItsUnits: boolean;
  /** A report refuses several claims of one unit on one target, whatever their levels. */
  readonly reportRefusesOverlaps: boolean;
  /** A report judges a unit on each target by itself, and lists it where the worst outcome belongs. */
  readonly judgesEachTarget: boolean;
  /** What upstream hides or deprecates is not missing; it has lists of its own. */
  readonly listsFadingUnitsApart: boolean;
  /** A target's support counts the intentions that units inherit from a command above them. */
  readonly supportInheritsIntentions: boolean;
  /** The help of a command that a supplement inserts is probed. */
  readonly probesSupplementedCommands: boolean;
  /** What a pointer names must exist: metadata, union, the target's snapshot. */
  readonly validatePointerReferences: boolean;
  /** A snapshot or union has each command, flag and arg once. */
  readonly validateDuplicateUnits: boolean;
  /** A snapshot or union has the root command. */
  readonly validateRootCommand: boolean;
  /** The inputs of a union were read by one parser version: all of them say which, or none does. */
  readonly unionNeedsOneParser: boolean;
  /** The usage of a command in a snapshot or union names that command, and not one above it or elsewhere. */
  readonly validatePhantomCommands: boolean;
  /** Fields that the schema leaves open have values that the contract knows. */
  readonly validateFieldValues: boolean;
  /** A `passthrough` claim of the wrapper needs a note. */
  readonly passthroughNeedsNote: boolean;
  /** `waivers.json` is one of the root's files, and its entries are of use. */
  readonly validateWaivers: boolean;
}

const decisionsByVersion: Readonly<Record<number, RulesDecisions>> = {
  1: {
    conflictFields: {
      command: ["about", "usage"],
      flag: ["takes_value", "value_name", "repeatable"],
      arg: ["required", "variadic"],
    },
    conflictEvidence: "raw help",
    dedupeMindsTargets: false,
    dedupeKeepsDifferences: false,
    excludedCommandHidesItsUnits: true,
    reportRefusesOverlaps: false,
    judgesEachTarget: false,
    listsFadingUnitsApart: false,
    supportInheritsIntentions: false,
    probesSupplementedCommands: false,
    validatePointerReferences: false,
    validateDuplicateUnits: false,
    validateRootCommand: false,
    unionNeedsOneParser: false,
    validatePhantomCommands: false,
    validateFieldValues: false,
    passthroughNeedsNote: false,
    validateWaivers: false,
  },
  2: {
    // `hidden` and `deprecated` are tracked because a report judges each target, and a union says them of one target alone.
    conflictFields: {
      command: ["about", "usage", "hidden", "deprecated"],
      flag: ["takes_value", "value_name", "repeatable", "long", "short", "possible_values", "default", "hidden", "deprecated"],
      arg: ["required", "variadic", "possible_values", "default"],
    },
    conflictEvidence: "snapshots",
    dedupeMindsTargets: true,
    dedupeKeepsDifferences: true,
    excludedCommandHidesItsUnits: false,
    reportRefusesOverlaps: true,
    judgesEachTarget: true,
    listsFadingUnitsApart: true,
    supportInheritsIntentions: true,
    probesSupplementedCommands: true,
    validatePointerReferences: true,
    validateDuplicateUnits: true,
    validateRootCommand: true,
    unionNeedsOneParser: true,
    validatePhantomCommands: true,
    validateFieldValues: true,
    passthroughNeedsNote: true,
    validateWaivers: true,
  },
};

/** The decisions of a root's rules. Throws `InputError` `RULES_VERSION_UNKNOWN` for a version that this program lacks. */
export function decisionsFor(rules: Pick<ParityRules, "rules_schema_version">): RulesDecisions {
  const decisions = decisionsByVersion[rules.rules_schema_version];
  if (decisions === undefined) {
    const known = Object.keys(decisionsByVersion).join(", ");
    throw new InputError(
      "RULES_VERSION_UNKNOWN",
      `The rules' "rules_schema_version" is ${String(rules.rules_schema_version)}; this xtask knows ${known}`,
      {
        hint: "Use a newer xtask, or rules of a version it knows",
      },
    );
  }
  return decisions;
}
