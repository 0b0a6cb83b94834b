import type { RulesDecisions } from "../rules/decisions.ts";

/** The named decisions of a rules version that switch checks on. */
export type ValidatorDecisions = Pick<
  RulesDecisions,
  | "validatePointerReferences"
  | "validateDuplicateUnits"
  | "validateRootCommand"
  | "unionNeedsOneParser"
  | "validatePhantomCommands"
  | "validateFieldValues"
  | "passthroughNeedsNote"
  | "validateWaivers"
>;

/** Where a violation lies: a row group of the documentation. */
type Area =
  | "RULES exclusions"
  | "Pointers"
  | "Versions"
  | "Version metadata"
  | "Snapshots and unions"
  | "Reports"
  | "current.json"
  | "Wrapper coverage"
  | "Waivers"
  | "Any file";

interface CodeRow {
  readonly area: Area;
  /** When the code is reported, in one sentence. */
  readonly condition: string;
  /** The decision of the rules that switches the check on; without one it holds under every rules version. */
  readonly decision?: keyof ValidatorDecisions;
}

/** Every code that `validate` may report, in the order of its documentation. A code keeps its meaning for ever. */
export const validationCodes = {
  PARITY_EXCLUSIONS_SCHEMA_VERSION: {
    area: "RULES exclusions",
    condition: "`parity_exclusions.schema_version` is not 1; the entries are then neither checked nor applied.",
  },
  PARITY_EXCLUSIONS_NOTE_MISSING: { area: "RULES exclusions", condition: "An exclusion has no note, or a blank one." },
  PARITY_EXCLUSIONS_DUPLICATE: { area: "RULES exclusions", condition: "Two exclusions name the same unit." },
  PARITY_EXCLUSIONS_NOT_SORTED: {
    area: "RULES exclusions",
    condition: "The exclusions are not sorted by unit (`arg`, `command`, `flag`), path, and key or name.",
  },
  PARITY_EXCLUSIONS_INVALID_ENTRY: {
    area: "RULES exclusions",
    condition:
      "A command exclusion has a key or a name, a flag one has no key or a name, an arg one has no name or a key, or the unit is none of these.",
  },

  POINTER_MISSING_FILE: {
    area: "Pointers",
    condition: "A root pointer, or a `pointers/latest_{supported,validated}/<target>.txt` of an expected target, is absent.",
  },
  POINTER_INVALID_FORMAT: {
    area: "Pointers",
    condition: "A pointer has no final newline, several lines, a CR, or leading or trailing space.",
  },
  POINTER_INVALID_VALUE: {
    area: "Pointers",
    condition:
      "A pointer is neither a stable version nor, where that is allowed (files of a target, roots with `root_pointers_allow_none`), `none`.",
  },
  POINTER_UNREADABLE: { area: "Pointers", condition: "A pointer cannot be read, or is not UTF-8." },
  POINTER_LATEST_VALIDATED_MISMATCH: {
    area: "Pointers",
    condition: "`latest_validated.txt` differs from the required target's pointer; a version there needs that very version here.",
  },
  POINTER_REFERENCES_MISSING_VERSION_METADATA: {
    area: "Pointers",
    condition: "A pointer names a version without metadata.",
    decision: "validatePointerReferences",
  },
  POINTER_REFERENCES_MISSING_SNAPSHOT: {
    area: "Pointers",
    condition: "A pointer names a version without union or, for the pointer of a target, without that target's snapshot.",
    decision: "validatePointerReferences",
  },
  POINTER_INCONSISTENT_WITH_VERSION_METADATA: {
    area: "Pointers",
    condition:
      "A target's pointer names a version whose metadata lacks the target in `coverage.supported_targets` or, for `latest_validated`, in `validation.passed_targets`.",
  },

  VERSION_FILE_INVALID_NAME: { area: "Versions", condition: "The stem of a `versions/*.json` is no stable version." },
  VERSIONS_DIR_UNREADABLE: { area: "Versions", condition: "The folder `versions/` cannot be listed." },

  VERSION_METADATA_MISSING: { area: "Version metadata", condition: "A version that a pointer names has no `versions/<version>.json`." },
  VERSION_METADATA_INVALID_JSON: { area: "Version metadata", condition: "The file is not JSON." },
  VERSION_METADATA_SCHEMA_INVALID: { area: "Version metadata", condition: "The file breaks its schema." },
  VALIDATION_TARGET_SETS_OVERLAP: {
    area: "Version metadata",
    condition: "A target is in several of the passed, failed and skipped targets.",
  },
  VALIDATION_TARGET_NOT_EXPECTED: { area: "Version metadata", condition: "`validation` names a target that is not expected." },
  VALIDATION_REQUIRED_TARGET_NOT_EXPLICIT: {
    area: "Version metadata",
    condition: "`validation` is present and does not have the required target in exactly one of its sets.",
  },

  UNION_MISSING: { area: "Snapshots and unions", condition: "A version has no `snapshots/<version>/union.json`." },
  UNION_INVALID_JSON: { area: "Snapshots and unions", condition: "The union is not JSON." },
  UNION_SCHEMA_INVALID: { area: "Snapshots and unions", condition: "The union breaks its schema." },
  UNION_WRONG_KIND: { area: "Snapshots and unions", condition: "The union is not of snapshot schema version 2 and mode `union`." },
  SNAPSHOT_MISSING: { area: "Snapshots and unions", condition: "An input of the union has no `snapshots/<version>/<target>.json`." },
  SNAPSHOT_INVALID_JSON: { area: "Snapshots and unions", condition: "The snapshot of an input is not JSON." },
  SNAPSHOT_SCHEMA_INVALID: { area: "Snapshots and unions", condition: "The snapshot of an input breaks its schema." },
  SNAPSHOT_WRONG_KIND: { area: "Snapshots and unions", condition: "The snapshot of an input is not of snapshot schema version 1." },
  DUPLICATE_COMMAND_PATH: {
    area: "Snapshots and unions",
    condition: "Two commands have the same path.",
    decision: "validateDuplicateUnits",
  },
  DUPLICATE_FLAG_KEY: {
    area: "Snapshots and unions",
    condition: "Two flags of a command have the same key.",
    decision: "validateDuplicateUnits",
  },
  DUPLICATE_ARG_NAME: {
    area: "Snapshots and unions",
    condition: "Two args of a command have the same name.",
    decision: "validateDuplicateUnits",
  },
  ROOT_COMMAND_MISSING: { area: "Snapshots and unions", condition: "No command has the path `[]`.", decision: "validateRootCommand" },
  PHANTOM_COMMAND: {
    area: "Snapshots and unions",
    condition:
      "The usage of a command names another path of the document: a command above it, whose help a program prints for a command that it does not know, or one elsewhere, of which the command is an alias. Lines that name the command itself, a placeholder in its place, unless the other command has the same line, and a program of another name are no such case.",
    decision: "validatePhantomCommands",
  },
  MIXED_PARSER_VERSIONS: {
    area: "Snapshots and unions",
    condition: "The snapshots of a union's inputs carry different `generator.parser_version`, or some carry one and some do not.",
    decision: "unionNeedsOneParser",
  },
  UNKNOWN_FIELD_VALUE: {
    area: "Snapshots and unions",
    condition:
      "A field that the schema leaves open has a value that the contract does not know: an os or arch `unknown`, a platform, a target, or the field of a conflict.",
    decision: "validateFieldValues",
  },

  REPORT_MISSING: {
    area: "Reports",
    condition:
      "The status is `reported`, `validated` or `supported`, and `coverage.any.json`, the report of a union input, or `coverage.all.json` of a complete union is absent.",
  },
  REPORT_INVALID_JSON: { area: "Reports", condition: "A report is not JSON." },
  REPORT_SCHEMA_INVALID: { area: "Reports", condition: "A report breaks its schema." },
  REPORT_MISSING_INCLUDES_EXCLUDED: { area: "Reports", condition: "A `missing_*` list has a unit that the rules exclude." },
  REPORT_MISSING_INCLUDES_INTENTIONALLY_UNSUPPORTED: {
    area: "Reports",
    condition: "An entry of a `missing_*` list has the wrapper level `intentionally_unsupported`.",
  },
  REPORT_IU_NOTE_MISSING: { area: "Reports", condition: "An entry of `intentionally_unsupported` has no note, or another wrapper level." },
  REPORT_IU_NOT_SORTED: {
    area: "Reports",
    condition: "`intentionally_unsupported` is not sorted by kind (command, flag, arg), path, and key or name.",
  },

  CURRENT_MISSING: {
    area: "current.json",
    condition: "The file is absent, unless the root pointers may be `none` and `latest_validated.txt` names no version.",
  },
  CURRENT_INVALID_JSON: { area: "current.json", condition: "The file is not JSON." },
  CURRENT_SCHEMA_INVALID: { area: "current.json", condition: "The file breaks the schema of a union." },
  CURRENT_WRONG_KIND: { area: "current.json", condition: "The file is not of snapshot schema version 2 and mode `union`." },
  CURRENT_JSON_NOT_EQUAL_UNION: { area: "current.json", condition: "The bytes differ from `snapshots/<latest_validated>/union.json`." },
  CURRENT_JSON_SEMVER_MISMATCH: {
    area: "current.json",
    condition: "The required target's input has another `binary.semantic_version` than `latest_validated.txt`.",
  },
  CURRENT_JSON_MISSING_REQUIRED_TARGET: {
    area: "current.json",
    condition: "`latest_validated.txt` names a version, and no input is of the required target.",
  },

  WRAPPER_COVERAGE_MISSING: {
    area: "Wrapper coverage",
    condition: "The file is absent, unless the root's `cli.json` names no wrapper and every version is `snapshotted`.",
  },
  WRAPPER_COVERAGE_INVALID_JSON: { area: "Wrapper coverage", condition: "The file is not JSON." },
  WRAPPER_COVERAGE_SCHEMA_INVALID: { area: "Wrapper coverage", condition: "The file breaks its schema." },
  WRAPPER_COVERAGE_SCHEMA_VERSION: { area: "Wrapper coverage", condition: "`schema_version` is not 1." },
  WRAPPER_COVERAGE_INCLUDES_EXCLUDED: { area: "Wrapper coverage", condition: "The wrapper claims a unit that the rules exclude." },
  IU_NOTE_MISSING: {
    area: "Wrapper coverage",
    condition: "A command, flag or arg is `intentionally_unsupported` without a note, or with a blank one.",
  },
  WRAPPER_SCOPE_OVERLAP: { area: "Wrapper coverage", condition: "Several entries of one unit apply to one target." },
  PASSTHROUGH_NOTE_MISSING: {
    area: "Wrapper coverage",
    condition: "A command, flag or arg is `passthrough` without a note, or with a blank one.",
    decision: "passthroughNeedsNote",
  },

  WAIVERS_INVALID_JSON: { area: "Waivers", condition: "`waivers.json` is there and is no JSON.", decision: "validateWaivers" },
  WAIVERS_SCHEMA_INVALID: { area: "Waivers", condition: "`waivers.json` breaks its schema.", decision: "validateWaivers" },
  WAIVER_FINDING_UNKNOWN: {
    area: "Waivers",
    condition: "A waiver names a finding that `diff` does not have, or a unit of another kind than the finding is about.",
    decision: "validateWaivers",
  },
  WAIVER_DUPLICATE: { area: "Waivers", condition: "Two waivers name the same finding of the same unit.", decision: "validateWaivers" },
  WAIVER_EXPIRED: {
    area: "Waivers",
    condition: "The newest version that is checked has reached the one that a waiver expires with.",
    decision: "validateWaivers",
  },
  WAIVER_UNUSED: {
    area: "Waivers",
    condition: "No union of a version that is checked has the unit of a waiver, at its command or, of a flag, at the root.",
    decision: "validateWaivers",
  },

  FILE_UNREADABLE: { area: "Any file", condition: "A file other than a pointer is there and cannot be read." },
} as const satisfies Record<string, CodeRow>;

export type ViolationCode = keyof typeof validationCodes;

/** The table's rows with their code and the rules version that introduced them, in order. */
export function listValidationCodes(): readonly {
  readonly code: ViolationCode;
  readonly area: string;
  readonly condition: string;
  readonly sinceRules: 1 | 2;
}[] {
  return Object.entries<CodeRow>(validationCodes).map(([code, { area, condition, decision }]) => ({
    code: code as ViolationCode,
    area,
    condition,
    sinceRules: decision === undefined ? 1 : 2,
  }));
}

/** Whether a code's check holds under the decisions of a root's rules. */
export function codeApplies(code: ViolationCode, decisions: ValidatorDecisions): boolean {
  const { decision }: CodeRow = validationCodes[code];
  return decision === undefined || decisions[decision];
}
