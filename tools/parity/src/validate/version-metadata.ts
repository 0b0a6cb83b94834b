import type { ViolationCode } from "./codes.ts";
import type { CheckContext } from "./context.ts";
import { checkDocument, type DocumentSpec } from "./document.ts";
import { fieldAt, fieldOf, textsOf } from "./json-view.ts";
import type { Violation } from "./violation.ts";

const MISSING = "VERSION_METADATA_MISSING" satisfies ViolationCode;
const TARGET_SETS_OVERLAP = "VALIDATION_TARGET_SETS_OVERLAP" satisfies ViolationCode;
const TARGET_NOT_EXPECTED = "VALIDATION_TARGET_NOT_EXPECTED" satisfies ViolationCode;
const REQUIRED_TARGET_NOT_EXPLICIT = "VALIDATION_REQUIRED_TARGET_NOT_EXPLICIT" satisfies ViolationCode;

const spec = {
  kind: "VersionMetadataV1",
  unit: "versions",
  invalidJson: "VERSION_METADATA_INVALID_JSON",
  schemaInvalid: "VERSION_METADATA_SCHEMA_INVALID",
} satisfies DocumentSpec;

/** The path of a version's metadata. */
export function metadataPath(version: string): string {
  return `versions/${version}.json`;
}

/** Checks a version's metadata file and returns its JSON; `undefined` when there is none that parses. */
export function checkVersionMetadata(context: CheckContext, version: string): unknown {
  const path = metadataPath(version);
  const place = { path, unit: "versions", keyOrName: version } as const;
  const document = checkDocument(context, path, spec, place);
  if (document.type === "absent") {
    context.report({
      ...place,
      code: MISSING,
      field: "versions",
      message: `The metadata of version ${version} is missing; a pointer names that version`,
    });
  }
  if (document.type !== "value") return undefined;
  checkValidationSets(context, place, fieldOf(document.value, "validation"));
  return document.value;
}

/** A version's status; `undefined` when its metadata tells none. */
export function statusOf(metadata: unknown): unknown {
  return fieldOf(metadata, "status");
}

/** The targets in `coverage.supported_targets`. */
export function supportedTargets(metadata: unknown): readonly string[] {
  return textsOf(fieldAt(metadata, "coverage", "supported_targets"));
}

/** The targets in `validation.passed_targets`. */
export function passedTargets(metadata: unknown): readonly string[] {
  return textsOf(fieldAt(metadata, "validation", "passed_targets"));
}

function checkValidationSets(
  { rules, report }: CheckContext,
  place: Pick<Violation, "path" | "unit" | "keyOrName">,
  validation: unknown,
): void {
  if (validation === undefined) return;
  const { expected_targets: expected, required_target: required } = rules.union;
  const sets = ["passed_targets", "failed_targets", "skipped_targets"].map((name) => ({
    name,
    targets: textsOf(fieldOf(validation, name)),
  }));
  const setsWith = (target: string): readonly string[] => sets.filter(({ targets }) => targets.includes(target)).map(({ name }) => name);
  const at = { ...place, field: "validation" };
  for (const target of new Set(sets.flatMap(({ targets }) => targets))) {
    const holders = setsWith(target);
    if (holders.length > 1) {
      report({
        ...at,
        code: TARGET_SETS_OVERLAP,
        target,
        pointer: "/validation",
        message: `Each target belongs to one set at most, "${target}" is in ${holders.join(" and ")}`,
      });
    }
    if (expected.includes(target)) continue;
    for (const name of holders) {
      const index = sets.find((set) => set.name === name)?.targets.indexOf(target) ?? 0;
      const message = `Must be an expected target (${expected.join(", ")}), is "${target}"`;
      report({ ...at, code: TARGET_NOT_EXPECTED, target, pointer: `/validation/${name}/${String(index)}`, message });
    }
  }
  const holders = setsWith(required);
  if (holders.length === 1) return;
  const actual = holders.length === 0 ? "none" : holders.join(" and ");
  const message = `The required target "${required}" must be in exactly one of passed_targets, failed_targets and skipped_targets, is in ${actual}`;
  report({ ...at, code: REQUIRED_TARGET_NOT_EXPLICIT, target: required, pointer: "/validation", message });
}
