import assert from "node:assert/strict";
import { test } from "node:test";
import type { Change } from "@lockstep/surface/diff";
import { applyWaivers, type Waiver } from "./index.ts";

const fields = { unit: "flag", impact: "breaks", before: null, after: null, affected: { type: "use" } } as const;
const waiver: Waiver = { finding: "flag-removed", path: ["exec"], key: "--auto", reason: "r", owner: "o", expires_with: "2.0.0" };

test("applyWaivers() waives one finding of one unit until the version that the waiver expires with", () => {
  const change: Change = { ...fields, code: "flag-removed", path: ["exec"], name: "--auto", message: "is gone" };
  const at = (version: string, waivers: readonly Waiver[] = [waiver]) => {
    const { waiverOf, expired, unused } = applyWaivers(waivers, [change], version);
    return [waiverOf(change) !== undefined, expired.length, unused.length];
  };
  assert.deepEqual(at("1.9.9"), [true, 0, 0]);
  assert.deepEqual(at("2.0.0"), [false, 1, 0]);
  assert.deepEqual(at("10.0.0"), [false, 1, 0]);
  for (const other of [{ finding: "flag-hidden" }, { path: [] }, { key: "--mode" }])
    assert.deepEqual(at("1.9.9", [{ ...waiver, ...other }]), [false, 0, 1]);
});

test("applyWaivers() waives no change unseen beside another of the same finding and unit: a waiver names it by its message", () => {
  const unit = { ...fields, code: "flag-alias-removed", path: ["exec"], name: "--mode" } as const;
  const [one, other]: readonly [Change, Change] = [
    { ...unit, message: "is no longer spelled --m" },
    { ...unit, message: "is no longer spelled --n" },
  ];
  const general: Waiver = { ...waiver, finding: "flag-alias-removed", key: "--mode" };
  const named: Waiver = { ...general, message: one.message };
  const applied = (waivers: readonly Waiver[], ...changes: readonly Change[]) => {
    const { waiverOf, unused, ambiguous } = applyWaivers(waivers, changes, "1.0.0");
    return [changes.map((change) => waiverOf(change) !== undefined), unused.length, ambiguous.length];
  };
  assert.deepEqual(applied([general], one), [[true], 0, 0]);
  assert.deepEqual(applied([general], one, other), [[false, false], 0, 1]);
  assert.deepEqual(applied([named], one, other), [[true, false], 0, 0]);
  assert.deepEqual(applied([named], other), [[false], 1, 0]);
  assert.deepEqual(applied([named, { ...general, message: other.message }], one, other), [[true, true], 0, 0]);
});
