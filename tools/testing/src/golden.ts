import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";

/** Compares with a committed file. `UPDATE_GOLDEN=1` rewrites it; CI refuses to. */
export function assertGolden(path: string, actual: string): void {
  const update = process.env["UPDATE_GOLDEN"] === "1";
  assert(!(update && process.env["CI"] !== undefined), "UPDATE_GOLDEN is forbidden in CI");
  if (update) writeFileSync(path, actual);
  assert(existsSync(path), `The golden file ${path} is absent. Run the test with UPDATE_GOLDEN=1`);
  assert.equal(actual, readFileSync(path, "utf8"), `The golden file ${path} differs. Run the test with UPDATE_GOLDEN=1`);
}
