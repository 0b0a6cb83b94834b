import { parseContract, type ParityRules, type VersionMetadataV1 } from "@lockstep/contracts";
import { InputError, type Files } from "@lockstep/kernel";
import { buildVersionMetadata, redGates, type ValidationSets, type VersionStatus } from "@lockstep/parity";
import type { Artifact } from "../artifacts.ts";
import { requireText, rootWords, type CliRoot } from "../cli-root.ts";
import { readCoverage, readUnion } from "./report.ts";

/** The metadata of one version to write, and the gates that forbid it. */
export interface VersionMetadataPlan {
  readonly artifact: Artifact;
  readonly metadata: VersionMetadataV1;
  readonly redGates: readonly string[];
}

/** Plans `versions/<version>.json` with a status. Throws `InputError` when a file that the status needs is absent. */
export async function planVersionMetadata(
  files: Files,
  where: CliRoot,
  rules: ParityRules,
  claim: { readonly version: string; readonly status: VersionStatus; readonly validation: ValidationSets | undefined },
): Promise<VersionMetadataPlan> {
  const { root } = where;
  const { version, status, validation } = claim;
  const path = `${root}/versions/${version}.json`;
  const previousText = await files.readText(path);
  const isSnapshotted = status === "snapshotted";
  if (!isSnapshotted)
    await requireText(
      files,
      `${root}/reports/${version}/coverage.any.json`,
      `Write the reports first: xtask report ${rootWords(where)} --version ${version}`,
    );
  const hasUnion = !isSnapshotted || (await files.stat(`${root}/snapshots/${version}/union.json`)) !== undefined;
  const hasCoverage = !isSnapshotted || (await files.stat(`${root}/wrapper_coverage.json`)) !== undefined;
  const metadata = buildVersionMetadata({
    rules,
    version,
    status,
    union: hasUnion ? await readUnion(files, where, version) : undefined,
    coverage: hasCoverage ? await readCoverage(files, where) : undefined,
    previous: previousText === undefined ? undefined : parseMetadata(path, version, previousText),
    validation,
    updatedAt: "",
  });
  assertTargets(metadata, rules);
  return {
    artifact: { path, content: { type: "document", document: metadata, timeField: "updated_at" } },
    metadata,
    redGates: redGates(metadata, rules),
  };
}

function parseMetadata(path: string, version: string, text: string): VersionMetadataV1 {
  const hint = "Correct the file or delete it; its notes and validation are carried over";
  const metadata = parseContract("VersionMetadataV1", path, text, hint);
  if (metadata.semantic_version !== version) {
    throw new InputError("VERSION_NAME_MISMATCH", `"${path}" /semantic_version must be "${version}", is "${metadata.semantic_version}"`, {
      hint,
    });
  }
  return metadata;
}

function assertTargets({ validation }: VersionMetadataV1, rules: ParityRules): void {
  const { expected_targets: expected } = rules.union;
  const all = Object.values(validation ?? {}).flat();
  const unknown = all.find((target) => !expected.includes(target));
  if (unknown !== undefined)
    throw new InputError("TARGET_UNKNOWN", `The validation outcome names the target "${unknown}"; expected one of ${expected.join(", ")}`, {
      hint: "Correct the outcome in the version's metadata, or add the target to union.expected_targets of RULES.json",
    });
  const twice = all.find((target, index) => all.indexOf(target) !== index);
  if (twice !== undefined)
    throw new InputError("TARGET_TWICE", `The validation outcome names the target "${twice}" twice; expected one outcome for a target`, {
      hint: "Leave out one of the two in the version's metadata",
    });
}
