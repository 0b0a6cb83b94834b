import type { ParityRules, UpstreamSnapshotUnionV2, VersionMetadataV1, WrapperCoverageV1 } from "@lockstep/contracts";
import { omitAbsent } from "@lockstep/kernel";
import { supportedTargets } from "./supported-targets.ts";

export type VersionStatus = VersionMetadataV1["status"];
export type ValidationSets = NonNullable<VersionMetadataV1["validation"]>;

/** What the metadata of one version is made of. */
export interface VersionMetadataInputs {
  readonly rules: ParityRules;
  readonly version: string;
  readonly status: VersionStatus;
  readonly union: UpstreamSnapshotUnionV2 | undefined;
  readonly coverage: WrapperCoverageV1 | undefined;
  /** The committed metadata, whose `notes` and `validation` are carried over. */
  readonly previous: VersionMetadataV1 | undefined;
  /** The outcome lists given anew, which replace the carried-over ones. */
  readonly validation: ValidationSets | undefined;
  readonly updatedAt: string;
}

/** Builds the metadata of one version; nothing of the committed one survives but its notes and validation. */
export function buildVersionMetadata(inputs: VersionMetadataInputs): VersionMetadataV1 {
  const { version, status, previous } = inputs;
  return omitAbsent({
    schema_version: 1 as const,
    semantic_version: version,
    status,
    updated_at: inputs.updatedAt,
    notes: previous?.notes,
    artifacts: {
      snapshots_dir: `snapshots/${version}`,
      reports_dir: `reports/${version}`,
      union_complete: inputs.union?.complete ?? false,
    },
    coverage: coverageField(inputs),
    validation: inputs.validation ?? previous?.validation,
    promotion: { eligible_for_latest_validated: status === "validated" },
  } satisfies { readonly [Field in keyof Required<VersionMetadataV1>]: VersionMetadataV1[Field] | undefined });
}

function coverageField({ rules, union, coverage }: VersionMetadataInputs): VersionMetadataV1["coverage"] {
  if (coverage === undefined) return undefined;
  const supported_targets = union === undefined ? [] : supportedTargets(union, coverage, rules);
  return { supported_targets, supported_required_target: supported_targets.includes(rules.union.required_target) };
}
