import assert from "node:assert/strict";
import { test } from "node:test";
import type { VersionMetadataV1 } from "@lockstep/contracts";
import { linux, mac, rulesWith, time, windows } from "@lockstep/testing";
import { planPromotion, type PromotionInputs } from "./plan-promotion.ts";
import type { PromotionGate } from "./promotion-gate.ts";

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
const plan = (
  pointers: Readonly<Record<string, string | undefined>> = {},
  changed: Partial<VersionMetadataV1> = {},
  more: Partial<PromotionInputs> = {},
) =>
  planPromotion({
    rules: rulesWith(),
    metadata: { ...metadata, ...changed },
    unionText: "union\n",
    pointers: new Map(Object.entries(pointers)),
    current: null,
    allowsOlder: false,
    versionWords: "--cli tool --version 1.2.0",
    ...more,
  });
const pointer = (kind: string, target: string): string => `pointers/latest_${kind}/${target}.txt`;

test("planPromotion() begins with the required target's pointer and ends with latest_validated.txt, which has to equal it", () => {
  const promotion = plan({ [pointer("validated", mac)]: undefined });
  assert(promotion.type === "promotion");
  assert.deepEqual(
    promotion.moves.map(({ path, from, to, text }) => [path, from, to, text]),
    [
      [pointer("validated", linux), null, "1.2.0", "1.2.0\n"],
      ["current.json", null, "1.2.0", "union\n"],
      [pointer("supported", mac), null, "none", "none\n"],
      [pointer("validated", mac), "none", "none", "none\n"],
      [pointer("supported", linux), null, "1.2.0", "1.2.0\n"],
      [pointer("supported", windows), null, "1.2.0", "1.2.0\n"],
      [pointer("validated", windows), null, "none", "none\n"],
      ["latest_validated.txt", null, "1.2.0", "1.2.0\n"],
    ],
  );
});

const ahead = {
  [pointer("supported", linux)]: "1.10.0",
  [pointer("supported", windows)]: "1.1.9",
  [pointer("validated", mac)]: "0.9.0",
  [pointer("validated", windows)]: "1.11.0",
  "latest_validated.txt": "1.2.0",
};

test("planPromotion() moves no pointer backwards or away when a target is ahead or not reached, and says why", () => {
  const promotion = plan(ahead);
  assert(promotion.type === "promotion");
  const textOf = new Map(promotion.moves.map(({ path, text }) => [path, text]));
  assert.deepEqual(
    [pointer("supported", linux), pointer("supported", windows), pointer("validated", mac)].map((path) => textOf.get(path)),
    ["1.10.0\n", "1.2.0\n", "0.9.0\n"],
  );
  assert.deepEqual(promotion.kept, [
    { path: pointer("supported", mac), at: "none", reason: "the wrapper does not support the target", isNotable: true },
    { path: pointer("validated", mac), at: "0.9.0", reason: "the wrapper does not support the target", isNotable: true },
    { path: pointer("supported", linux), at: "1.10.0", reason: "it is newer than 1.2.0", isNotable: true },
    { path: pointer("validated", windows), at: "1.11.0", reason: "validation has not passed on the target", isNotable: true },
  ]);
  assert.ok(promotion.moves.every(({ isBackwards }) => !isBackwards));
});

test("planPromotion() moves the pointers that the version reaches back when that is allowed, and marks them", () => {
  const newer = { ...ahead, "latest_validated.txt": "1.10.0", [pointer("validated", linux)]: "1.10.0" };
  const promotion = plan(newer, {}, { allowsOlder: true, current: "1.10.0" });
  assert(promotion.type === "promotion");
  assert.deepEqual(
    promotion.moves.filter(({ isBackwards }) => isBackwards).map(({ path, from, to }) => [path, from, to]),
    [pointer("validated", linux), "current.json", pointer("supported", linux), "latest_validated.txt"].map((path) => [
      path,
      "1.10.0",
      "1.2.0",
    ]),
  );
  assert.ok(promotion.kept.some(({ path }) => path === pointer("validated", windows)));
});

const promote = "xtask promote --cli tool --version 1.2.0";
const refusals: readonly (readonly [when: string, promotion: () => ReturnType<typeof plan>, gate: PromotionGate])[] = [
  [
    "latest_validated.txt is newer",
    () => plan({ "latest_validated.txt": "1.10.0" }),
    {
      code: "newer-is-promoted",
      message: '"latest_validated.txt" is already at 1.10.0, which is newer than 1.2.0',
      next: `To move back on purpose: ${promote} --allow-older`,
    },
  ],
  ...["1.3.0-alpha.1", "latest"].map(
    (version) =>
      [
        `the version is "${version}"`,
        () => plan({ "latest_validated.txt": "1.0.0" }, { semantic_version: version }),
        {
          code: "version-not-stable",
          message: `the version "${version}" is not a stable release`,
          next: "Promote a version that matches versioning.pointers.stable_semver_pattern of the rules",
        },
      ] as const,
  ),
  [
    "the status is another",
    () => plan({}, { status: "supported", promotion: { eligible_for_latest_validated: false } }),
    {
      code: "status-not-validated",
      message: 'the status must be "validated", is "supported"',
      next: `${promote} --passed-target ${linux}`,
    },
  ],
  [
    "the required target has not passed",
    () => plan({}, { validation: { passed_targets: [], failed_targets: [linux], skipped_targets: [] } }),
    {
      code: "required-target-not-passed",
      message: `validation has not passed on the required target "${linux}" (passed: none)`,
      next: `${promote} --passed-target ${linux}`,
    },
  ],
  [
    "the required target is not supported",
    () => plan({}, { coverage: { supported_targets: [mac], supported_required_target: false } }),
    {
      code: "required-target-not-supported",
      message: `the wrapper does not support the required target "${linux}" (supported: ${mac})`,
      next: `xtask report --cli tool --version 1.2.0 --show --target ${linux}`,
    },
  ],
];
for (const [when, promotion, gate] of refusals) {
  test(`planPromotion() refuses with the one red gate when ${when}`, () => {
    const refused = promotion();
    assert(refused.type === "refused");
    assert.deepEqual(refused.gates, [gate]);
    assert.equal(refused.movesWhenGreen.length > 0, gate.code !== "version-not-stable");
  });
}

test("planPromotion() that is refused tells what would move once the required target is through, and of no other target", () => {
  const refused = plan(
    { "latest_validated.txt": "1.1.0", [pointer("validated", linux)]: "1.1.0", [pointer("supported", windows)]: "1.1.0" },
    {
      coverage: { supported_targets: [], supported_required_target: false },
      validation: { passed_targets: [], failed_targets: [], skipped_targets: [] },
    },
    { current: "1.1.0" },
  );
  assert(refused.type === "refused");
  assert.deepEqual(
    refused.movesWhenGreen.filter(({ to }) => to !== "none").map(({ path, from, to }) => [path, from, to]),
    [
      [pointer("validated", linux), "1.1.0", "1.2.0"],
      ["current.json", "1.1.0", "1.2.0"],
      [pointer("supported", linux), null, "1.2.0"],
      ["latest_validated.txt", "1.1.0", "1.2.0"],
    ],
  );
});
