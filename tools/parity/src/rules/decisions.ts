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
  /** The flags and args of an excluded command appear in no delta of a report. */
  readonly excludedCommandHidesItsUnits: boolean;
  /** The help of a command that a supplement inserts is probed. */
  readonly probesSupplementedCommands: boolean;
  /** What a pointer names must exist: metadata, union, the target's snapshot. */
  readonly validatePointerReferences: boolean;
  /** A snapshot or union has each command, flag and arg once. */
  readonly validateDuplicateUnits: boolean;
  /** A snapshot or union has the root command. */
  readonly validateRootCommand: boolean;
  /** The inputs of a union were read by one parser version. */
  readonly validateParserVersions: boolean;
  /** Fields that the schema leaves open have values that the contract knows. */
  readonly validateFieldValues: boolean;
  /** A `passthrough` claim of the wrapper needs a note. */
  readonly passthroughNeedsNote: boolean;
}

const decisionsByVersion: Readonly<Record<number, RulesDecisions>> = {
  1: {
    conflictFields: {
      command: ["about", "usage"],
      flag: ["takes_value", "value_name", "repeatable"],
      arg: ["required", "variadic"],
    },
    excludedCommandHidesItsUnits: true,
    probesSupplementedCommands: false,
    validatePointerReferences: false,
    validateDuplicateUnits: false,
    validateRootCommand: false,
    validateParserVersions: false,
    validateFieldValues: false,
    passthroughNeedsNote: false,
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
