import assert from "node:assert/strict";
import { test } from "node:test";
import type { CommandCoverage, ParityRules, UnionCommand, VersionMetadataV1 } from "@lockstep/contracts";
import { coverageOf, linux, mac, rulesWith, targets, time, unionOf, windows } from "@lockstep/testing";
import { buildVersionMetadata } from "./build-version-metadata.ts";
import { redGates } from "./gates.ts";
import { supportedTargets } from "./supported-targets.ts";

const everywhere = [...targets];
const a: UnionCommand = {
  path: ["a"],
  available_on: everywhere,
  flags: [{ key: "--x", long: "--x", takes_value: false, available_on: [linux, mac] }],
};
const explicit: CommandCoverage = { path: ["a"], level: "explicit", flags: [{ key: "--x", level: "explicit" }] };

function supported(
  wrapper: readonly CommandCoverage[],
  rules: ParityRules = rulesWith(),
  upstream: readonly UnionCommand[] = [a],
): readonly string[] {
  return supportedTargets(unionOf(upstream), coverageOf(wrapper), rules);
}

test("supportedTargets() names every input in expected order when each unit there has an allowed level", () => {
  assert.deepEqual(supported([explicit]), everywhere);
  assert.deepEqual(supported([{ ...explicit, level: "passthrough" }]), everywhere);
});

test("supportedTargets() asks for a unit only on the targets that have it", () => {
  assert.deepEqual(supported([{ path: ["a"], level: "explicit" }]), [windows]);
});

test("supportedTargets() supports no target that is no input when the union is incomplete", () => {
  assert.deepEqual(supported([explicit], rulesWith(), [{ ...a, available_on: [linux], flags: [] }]), [linux]);
});

test("supportedTargets() takes several levels on a target, and none, for treat_missing_as", () => {
  const scoped: CommandCoverage[] = [
    { ...explicit, scope: { target_triples: [linux, mac] } },
    { path: ["a"], level: "passthrough", scope: { target_triples: [mac, windows] } },
  ];
  assert.deepEqual(supported(scoped), [linux, windows]);
  const rules = rulesWith();
  const lenient: ParityRules = {
    ...rules,
    version_metadata: {
      supported_policy: {
        coverage_requirement: { allowed_levels: ["explicit", "unknown"], disallowed_levels: [], treat_missing_as: "unknown" },
      },
    },
  };
  assert.deepEqual(supported([], lenient), everywhere);
});

test("supportedTargets() lets disallowed_levels win when a level is in both lists", () => {
  const policy = { coverage_requirement: { allowed_levels: ["explicit"], disallowed_levels: ["explicit"], treat_missing_as: "unknown" } };
  assert.deepEqual(supported([explicit], { ...rulesWith(), version_metadata: { supported_policy: policy } }), []);
});

test("supportedTargets() wants a note of an intention unless the rules waive it, and inherits none", () => {
  const intended = (note?: string): CommandCoverage[] => [
    {
      path: ["a"],
      level: "intentionally_unsupported",
      ...(note === undefined ? {} : { note }),
      flags: [{ key: "--x", level: "explicit" }],
    },
  ];
  assert.deepEqual([supported(intended("n")), supported(intended(" ")), supported(intended())], [everywhere, [], []]);
  const rules = rulesWith();
  const waived: ParityRules = {
    ...rules,
    version_metadata: { supported_policy: { ...rules.version_metadata.supported_policy, intentionally_unsupported_requires_note: false } },
  };
  assert.deepEqual(supported(intended(), waived), everywhere);
  assert.deepEqual(supported([{ path: ["a"], level: "intentionally_unsupported", note: "n" }]), [windows]);
});

test("supportedTargets() leaves excluded units out, and the units of an excluded command but not its sub-commands", () => {
  assert.deepEqual(
    supported([{ path: ["a"], level: "explicit" }], rulesWith([{ unit: "flag", path: ["a"], key: "--x", note: "n" }])),
    everywhere,
  );
  const rules = rulesWith([{ unit: "command", path: ["a"], note: "n" }]);
  assert.deepEqual(supported([], rules), everywhere);
  assert.deepEqual(supported([], rules, [a, { path: ["a", "b"], available_on: [mac] }]), [linux, windows]);
});

const previous: VersionMetadataV1 = {
  schema_version: 1,
  semantic_version: "1.2.0",
  status: "supported",
  updated_at: "2020-01-01T00:00:00Z",
  notes: "kept",
  artifacts: { snapshots_dir: "elsewhere", reports_dir: "elsewhere", union_complete: false },
  coverage: { supported_targets: [], supported_required_target: false },
  validation: { passed_targets: [mac], failed_targets: [], skipped_targets: [linux] },
  promotion: { eligible_for_latest_validated: true },
};

function metadata(status: VersionMetadataV1["status"], more: Partial<Parameters<typeof buildVersionMetadata>[0]> = {}): VersionMetadataV1 {
  return buildVersionMetadata({
    rules: rulesWith(),
    version: "1.2.0",
    status,
    union: unionOf([a]),
    coverage: coverageOf([explicit]),
    previous: undefined,
    validation: undefined,
    updatedAt: time,
    ...more,
  });
}

test("buildVersionMetadata() carries notes and validation over and nothing else when there is an old file", () => {
  assert.equal(
    JSON.stringify(metadata("reported", { previous })),
    JSON.stringify({
      schema_version: 1,
      semantic_version: "1.2.0",
      status: "reported",
      updated_at: time,
      notes: "kept",
      artifacts: { snapshots_dir: "snapshots/1.2.0", reports_dir: "reports/1.2.0", union_complete: true },
      coverage: { supported_targets: everywhere, supported_required_target: true },
      validation: { passed_targets: [mac], failed_targets: [], skipped_targets: [linux] },
      promotion: { eligible_for_latest_validated: false },
    }),
  );
});

test("buildVersionMetadata() replaces the whole validation when outcomes are given", () => {
  const validation = { passed_targets: [linux], failed_targets: [], skipped_targets: [] };
  assert.deepEqual(metadata("reported", { previous, validation }).validation, validation);
});

test("buildVersionMetadata() omits notes, validation and coverage when there are none", () => {
  const built = metadata("snapshotted", { coverage: undefined, union: undefined });
  assert.deepEqual(Object.keys(built), ["schema_version", "semantic_version", "status", "updated_at", "artifacts", "promotion"]);
  assert.equal(built.artifacts.union_complete, false);
  assert.deepEqual(metadata("snapshotted", { union: undefined }).coverage, { supported_targets: [], supported_required_target: false });
});

test("buildVersionMetadata() is eligible exactly when the status is validated", () => {
  const statuses = ["snapshotted", "reported", "validated", "supported"] as const;
  assert.deepEqual(
    statuses.map((status) => metadata(status).promotion.eligible_for_latest_validated),
    [false, false, true, false],
  );
});

const passed = { passed_targets: [linux], failed_targets: [], skipped_targets: [mac, windows] };

test("redGates() is empty for snapshotted and reported whatever the coverage", () => {
  assert.deepEqual(
    [
      ...redGates(metadata("snapshotted", { coverage: undefined }), rulesWith()),
      ...redGates(metadata("reported", { coverage: coverageOf([]) }), rulesWith()),
    ],
    [],
  );
});

test("redGates() of validated names the required target when it has not passed or is not supported", () => {
  assert.deepEqual(redGates(metadata("validated", { validation: passed }), rulesWith()), []);
  assert.deepEqual(
    redGates(metadata("validated", { validation: { ...passed, passed_targets: [mac] }, coverage: coverageOf([]) }), rulesWith()),
    [
      `validation has not passed on the required target "${linux}" (passed: ${mac})`,
      `the wrapper does not support the required target "${linux}" (supported: none)`,
    ],
  );
});

test("redGates() of supported names an incomplete union and every bare target, and asks for no validation", () => {
  assert.deepEqual(redGates(metadata("supported"), rulesWith()), []);
  assert.deepEqual(redGates(metadata("supported", { union: unionOf([{ ...a, available_on: [linux] }]) }), rulesWith()), [
    "the union is incomplete: not every expected target has a snapshot",
    `the wrapper does not support ${mac}, ${windows} (supported: ${linux})`,
  ]);
});
