import type { ViolationCode } from "./codes.ts";
import type { CheckContext } from "./context.ts";
import { checkDocument, type DocumentSpec } from "./document.ts";
import { checkReportDeltas } from "./report-deltas.ts";
import type { UnionFacts } from "./snapshots.ts";

const MISSING = "REPORT_MISSING" satisfies ViolationCode;

const spec = {
  kind: "CoverageReportV1",
  unit: "reports",
  invalidJson: "REPORT_INVALID_JSON",
  schemaInvalid: "REPORT_SCHEMA_INVALID",
} satisfies DocumentSpec;

const statusesWithReports: readonly unknown[] = ["reported", "validated", "supported"];

/**
 * Checks every report of a version that is there, and that those exist which its status requires: `any`, one for each union
 * input, and `all` for a complete union.
 */
export function checkReports(context: CheckContext, version: string, status: unknown, { inputTargets, complete }: UnionFacts): void {
  const required = statusesWithReports.includes(status);
  const targets = new Set([...inputTargets, ...context.rules.union.expected_targets]);
  const filters = [
    { name: "any", target: undefined, because: `the status is ${JSON.stringify(status)}`, required },
    {
      name: "all",
      target: undefined,
      because: `the status is ${JSON.stringify(status)} and the union is complete`,
      required: required && complete,
    },
    ...[...targets].map((target) => ({
      name: target,
      target,
      because: `the status is ${JSON.stringify(status)} and the union has that input`,
      required: required && inputTargets.includes(target),
    })),
  ];
  for (const filter of filters) {
    const path = `reports/${version}/coverage.${filter.name}.json`;
    const place = { keyOrName: filter.target, field: "reports", target: filter.target };
    const document = checkDocument(context, path, spec, place);
    if (document.type === "value" && !context.files.isProvisional) checkReportDeltas(context, path, document.value);
    if (document.type === "absent" && filter.required) {
      context.report({
        ...place,
        code: MISSING,
        path,
        unit: "reports",
        message: `The report "${filter.name}" of version ${version} is missing; ${filter.because}`,
      });
    }
  }
}
