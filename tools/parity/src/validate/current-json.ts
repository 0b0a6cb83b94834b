import type { ViolationCode } from "./codes.ts";
import type { CheckContext } from "./context.ts";
import { checkDocument, type DocumentSpec } from "./document.ts";
import { fieldAt, fieldOf, itemsOf } from "./json-view.ts";
import { latestValidatedPath, latestValidatedVersion, type Pointer } from "./pointers.ts";
import { unionPath } from "./snapshots.ts";
import { quote } from "./violation.ts";

const MISSING = "CURRENT_MISSING" satisfies ViolationCode;
const NOT_EQUAL_UNION = "CURRENT_JSON_NOT_EQUAL_UNION" satisfies ViolationCode;
const SEMVER_MISMATCH = "CURRENT_JSON_SEMVER_MISMATCH" satisfies ViolationCode;
const MISSING_REQUIRED_TARGET = "CURRENT_JSON_MISSING_REQUIRED_TARGET" satisfies ViolationCode;

/** The path of the union that the wrapper is validated against. */
export const currentPath = "current.json";

const spec = {
  kind: "UpstreamSnapshotUnionV2",
  unit: "current_json",
  invalidJson: "CURRENT_INVALID_JSON",
  schemaInvalid: "CURRENT_SCHEMA_INVALID",
  wrongKind: "CURRENT_WRONG_KIND",
} satisfies DocumentSpec;

/** Checks that `current.json` is the union of the version that `latest_validated.txt` names. */
export function checkCurrent(context: CheckContext, pointers: readonly Pointer[]): void {
  const { rules, files, report } = context;
  const at = { path: currentPath, unit: "current_json" } as const;
  const document = checkDocument(context, currentPath, spec, { field: "current" });
  const version = latestValidatedVersion(pointers);
  if (document.type === "absent") {
    const mayBeMissing = version === undefined && rules.versioning.pointers.root_pointers_allow_none === true;
    const wanted = version === undefined ? "the union of the latest validated version" : `a copy of "${unionPath(version)}"`;
    if (!mayBeMissing) report({ ...at, code: MISSING, field: "current", message: `The file is missing; expected ${wanted}` });
    return;
  }
  if (version === undefined) return;
  const current = files.file(currentPath);
  const union = files.file(unionPath(version));
  if (current.type === "text" && union.type === "text" && current.text !== union.text) {
    report({
      ...at,
      code: NOT_EQUAL_UNION,
      keyOrName: version,
      field: "identity",
      message: `Must equal "${unionPath(version)}" byte for byte, differs${firstDifference(current.text, union.text)}`,
    });
  }
  if (document.type !== "value") return;
  const required = rules.union.required_target;
  const place = { ...at, keyOrName: required, target: required };
  const inputs = itemsOf(fieldOf(document.value, "inputs"));
  const index = inputs.findIndex((input) => fieldOf(input, "target_triple") === required);
  if (index === -1) {
    const actual = inputs.map((input) => quote(fieldOf(input, "target_triple"))).join(", ");
    report({
      ...place,
      code: MISSING_REQUIRED_TARGET,
      field: "inputs",
      pointer: "/inputs",
      message: `Must have an input of the required target "${required}", has ${actual === "" ? "none at all" : actual}`,
    });
    return;
  }
  const actual = fieldAt(inputs[index], "binary", "semantic_version");
  if (actual === version) return;
  const pointer = `/inputs/${String(index)}/binary/semantic_version`;
  report({
    ...place,
    code: SEMVER_MISMATCH,
    field: "semantic_version",
    pointer,
    message: `Must equal "${latestValidatedPath}", which is "${version}"; is ${quote(actual)}`,
  });
}

function firstDifference(a: string, b: string): string {
  let index = 0;
  while (index < a.length && a[index] === b[index]) index += 1;
  return ` from line ${String(a.slice(0, index).split("\n").length)} on`;
}
