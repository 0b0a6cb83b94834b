import type { ViolationCode } from "./codes.ts";
import type { CheckContext } from "./context.ts";
import { checkDocument, type DocumentSpec } from "./document.ts";
import { fieldOf } from "./json-view.ts";
import { quote } from "./violation.ts";
import { checkWrapperClaims } from "./wrapper-claims.ts";

const MISSING = "WRAPPER_COVERAGE_MISSING" satisfies ViolationCode;
const SCHEMA_VERSION = "WRAPPER_COVERAGE_SCHEMA_VERSION" satisfies ViolationCode;

const coveragePath = "wrapper_coverage.json";
const descriptorPath = "cli.json";

const spec = {
  kind: "WrapperCoverageV1",
  unit: "wrapper_coverage",
  invalidJson: "WRAPPER_COVERAGE_INVALID_JSON",
  schemaInvalid: "WRAPPER_COVERAGE_SCHEMA_INVALID",
} satisfies DocumentSpec;

/**
 * Checks the wrapper coverage.
 * @param statuses the status of each version of the root
 */
export function checkWrapperCoverage(context: CheckContext, statuses: readonly unknown[]): void {
  const place = { path: coveragePath, unit: "wrapper_coverage", field: "wrapper_coverage" } as const;
  const document = checkDocument(context, coveragePath, spec, place);
  if (document.type === "absent") {
    const needed = whyNeeded(context, statuses);
    if (needed !== undefined) context.report({ ...place, code: MISSING, message: `The file is missing; ${needed}` });
    return;
  }
  if (document.type !== "value") return;
  const version = fieldOf(document.value, "schema_version");
  if (version !== 1)
    context.report({
      ...place,
      code: SCHEMA_VERSION,
      field: "schema_version",
      pointer: "/schema_version",
      message: `Must be 1, is ${quote(version)}`,
    });
  checkWrapperClaims(context, coveragePath, document.value);
}

/** Why a root needs the file; `undefined` when its descriptor names no wrapper and no version claims any coverage. */
function whyNeeded({ files }: CheckContext, statuses: readonly unknown[]): string | undefined {
  const descriptor = files.json(descriptorPath);
  if (descriptor.type === "absent") return `there is no "${descriptorPath}" that says that the CLI has no wrapper`;
  if (descriptor.type !== "value")
    return `"${descriptorPath}", which may say that the CLI has no wrapper, is unusable: ${descriptor.reason}`;
  if (typeof descriptor.value !== "object" || descriptor.value === null || Array.isArray(descriptor.value))
    return `"${descriptorPath}" must be a JSON object that says whether the CLI has a wrapper`;
  if (fieldOf(descriptor.value, "wrapper") !== undefined) return `"${descriptorPath}" names a wrapper`;
  const claimed = statuses.find((status) => status !== "snapshotted");
  return statuses.every((status) => status === "snapshotted")
    ? undefined
    : `without a wrapper every version must be "snapshotted", one is ${quote(claimed)}`;
}
