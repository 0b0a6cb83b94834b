import assert from "node:assert/strict";
import { test } from "node:test";
import type { VersionMetadataV1 } from "@lockstep/contracts";
import { linux, mac, rulesWith, time, windows } from "@lockstep/testing";
import { planPromotion } from "./plan-promotion.ts";

const metadata: VersionMetadataV1 = {
  schema_version: 1,
  semantic_version: "1.2.0",
  status: "validated",
  updated_at: time,
  artifacts: { snapshots_dir: "snapshots/1.2.0", reports_dir: "reports/1.2.0", union_complete: true },
  coverage: { supported_targets: [linux, windows], supported_required_target: true },
  validation: { passed_targets: [linux, mac], failed_targets: [], skipped_targets: [windows] },
  promotion: { eligible_for_latest_validated: true },
};
const plan = (pointers: Readonly<Record<string, string>> = {}, changed: Partial<VersionMetadataV1> = {}) =>
  planPromotion({
    rules: rulesWith(),
    metadata: { ...metadata, ...changed },
    unionText: "union\n",
    pointers: new Map(Object.entries(pointers)),
  });

test("planPromotion() writes latest_validated, current.json and a pointer for every expected target when nothing is there", () => {
  const promotion = plan();
  assert(promotion.type === "promotion");
  assert.deepEqual(Object.fromEntries(promotion.texts), {
    "latest_validated.txt": "1.2.0\n",
    "current.json": "union\n",
    [`pointers/latest_supported/${mac}.txt`]: "none\n",
    [`pointers/latest_supported/${linux}.txt`]: "1.2.0\n",
    [`pointers/latest_supported/${windows}.txt`]: "1.2.0\n",
    [`pointers/latest_validated/${mac}.txt`]: "none\n",
    [`pointers/latest_validated/${linux}.txt`]: "1.2.0\n",
    [`pointers/latest_validated/${windows}.txt`]: "none\n",
  });
});

test("planPromotion() moves no pointer backwards or away when a target is ahead or not reached", () => {
  const promotion = plan({
    [`pointers/latest_supported/${linux}.txt`]: "1.10.0",
    [`pointers/latest_supported/${windows}.txt`]: "1.1.9",
    [`pointers/latest_validated/${mac}.txt`]: "0.9.0",
    "latest_validated.txt": "1.2.0",
  });
  assert(promotion.type === "promotion");
  assert.deepEqual(
    [`latest_supported/${linux}`, `latest_supported/${windows}`, `latest_validated/${mac}`].map((name) =>
      promotion.texts.get(`pointers/${name}.txt`),
    ),
    ["1.10.0\n", "1.2.0\n", "0.9.0\n"],
  );
});

const refusals: readonly (readonly [when: string, promotion: () => ReturnType<typeof plan>, gate: string])[] = [
  [
    "latest_validated.txt is newer",
    () => plan({ "latest_validated.txt": "1.10.0" }),
    '"latest_validated.txt" is already at 1.10.0, which is newer than 1.2.0',
  ],
  [
    "the version is no stable release",
    () => plan({ "latest_validated.txt": "1.0.0" }, { semantic_version: "1.3.0-alpha.1" }),
    'the version "1.3.0-alpha.1" is not a stable release',
  ],
  [
    "the version is none at all",
    () => plan({ "latest_validated.txt": "1.0.0" }, { semantic_version: "latest" }),
    'the version "latest" is not a stable release',
  ],
  [
    "the status is another",
    () => plan({}, { status: "supported", promotion: { eligible_for_latest_validated: false } }),
    'the status must be "validated", is "supported"',
  ],
  [
    "the required target has not passed",
    () => plan({}, { validation: { passed_targets: [], failed_targets: [linux], skipped_targets: [] } }),
    `validation has not passed on the required target "${linux}" (passed: none)`,
  ],
  [
    "the required target is not supported",
    () => plan({}, { coverage: { supported_targets: [mac], supported_required_target: false } }),
    `the wrapper does not support the required target "${linux}" (supported: ${mac})`,
  ],
];
for (const [when, promotion, gate] of refusals) {
  test(`planPromotion() refuses with the one red gate when ${when}`, () =>
    assert.deepEqual(promotion(), { type: "refused", redGates: [gate] }));
}
