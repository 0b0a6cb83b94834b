import type { ParityRules, VersionMetadataV1 } from "@lockstep/contracts";
import { unreachable } from "@lockstep/kernel";

/** The gates that keep a version from the status in its metadata, each as one sentence; `[]` when all are green. */
export function redGates(metadata: VersionMetadataV1, rules: Pick<ParityRules, "union">): readonly string[] {
  const { required_target: required, expected_targets: expected } = rules.union;
  const supported = metadata.coverage?.supported_targets ?? [];
  switch (metadata.status) {
    case "snapshotted":
    case "reported":
      return [];
    case "validated":
      return [
        ...(metadata.validation?.passed_targets.includes(required) === true
          ? []
          : [
              `validation has not passed on the required target "${required}" (passed: ${list(metadata.validation?.passed_targets ?? [])})`,
            ]),
        ...(supported.includes(required)
          ? []
          : [`the wrapper does not support the required target "${required}" (supported: ${list(supported)})`]),
      ];
    case "supported": {
      const bare = expected.filter((target) => !supported.includes(target));
      return [
        ...(metadata.artifacts.union_complete ? [] : ["the union is incomplete: not every expected target has a snapshot"]),
        ...(bare.length === 0 ? [] : [`the wrapper does not support ${list(bare)} (supported: ${list(supported)})`]),
      ];
    }
    default:
      return unreachable(metadata.status);
  }
}

function list(targets: readonly string[]): string {
  return targets.length === 0 ? "none" : targets.join(", ");
}
