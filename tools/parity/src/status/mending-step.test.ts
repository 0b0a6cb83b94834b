import assert from "node:assert/strict";
import { test } from "node:test";
import { mendingStep } from "./mending-step.ts";

const cases: readonly (readonly [code: Parameters<typeof mendingStep>[0]["code"], path: string, step: string])[] = [
  ["POINTER_MISSING_FILE", "pointers/latest_validated/linux.txt", "xtask validate --cli tool --mode fix"],
  ["POINTER_MISSING_FILE", "min_supported.txt", "Correct it by hand"],
  ["POINTER_INVALID_FORMAT", "latest_validated.txt", "xtask validate --cli tool --mode fix"],
  ["POINTER_INVALID_VALUE", "latest_validated.txt", "Correct it by hand"],
  ["CURRENT_SCHEMA_INVALID", "current.json", "xtask validate --cli tool --mode fix"],
  ["UNION_MISSING", "snapshots/1.2.0/union.json", "xtask union --cli tool --version 1.2.0"],
  ["SNAPSHOT_MISSING", "snapshots/1.2.0/linux.json", "xtask parity --cli tool --version 1.2.0 --target linux"],
  ["REPORT_MISSING", "reports/1.2.0/coverage.any.json", "xtask report --cli tool --version 1.2.0"],
  ["VERSION_METADATA_MISSING", "versions/1.2.0.json", "xtask version-metadata --cli tool --version 1.2.0 --status validated"],
  ["VERSION_METADATA_MISSING", "versions/1.3.0.json", "xtask version-metadata --cli tool --version 1.3.0 --status reported"],
  ["WRAPPER_COVERAGE_MISSING", "wrapper_coverage.json", "xtask wrapper-coverage --cli tool"],
  ["PARITY_EXCLUSIONS_DUPLICATE", "RULES.json", "Correct it by hand"],
];
for (const [code, path, step] of cases) {
  test(`mendingStep() names what makes the file anew when ${path} has ${code}`, () => {
    assert.equal(
      mendingStep({ code, path }, "--cli tool", (version) => (version === "1.2.0" ? "validated" : undefined)),
      step,
    );
  });
}

for (const [message, step] of [
  ['Must equal "p", which is "1.2.0"; is "1.1.0"', "xtask promote --cli tool --version 1.2.0"],
  ['Must equal "p", which is "1.2.0"; is "none"', "xtask promote --cli tool --version 1.2.0"],
  ['Must equal "p", which is "1.2.0"; is "1.10.0"', "xtask promote --cli tool --version 1.2.0 --allow-older"],
  ['Must equal "p", which is "none"; is "1.1.0"', "Correct it by hand"],
  ['Must equal "p", which is unusable; is "1.1.0"', "Correct it by hand"],
] as const) {
  test(`mendingStep() says "${step}" when latest_validated.txt is apart: ${message}`, () => {
    const violation = { code: "POINTER_LATEST_VALIDATED_MISMATCH", path: "latest_validated.txt", message } as const;
    assert.equal(
      mendingStep(violation, "--cli tool", () => undefined),
      step,
    );
  });
}
