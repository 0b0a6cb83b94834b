import {
  parseContract,
  type CliDescriptor,
  type ParityRules,
  type UpstreamSnapshotUnionV2,
  type UpstreamSnapshotV1,
} from "@lockstep/contracts";
import { EXIT, ToolError } from "@lockstep/kernel";
import { readCalls } from "@lockstep/parity/diff";
import { rankWork, type Comparison, type ProposedChange, type ProposedTarget, type PullRequestInputs } from "@lockstep/parity/pull-request";
import { prepareComparison, reportViews, unitId, unitOutcomes } from "@lockstep/parity/why";
import { compare } from "semver";
import { specOf } from "../acquisition/artifact-source.ts";
import { lockedArtifact, readLock } from "../acquisition/artifacts-lock.ts";
import { requireText, rootWords, type CliRoot } from "../cli-root.ts";
import { readPointers } from "../stages/pointers.ts";
import { judgeCoverage, planReports, readCoverage, readUnion } from "../stages/report.ts";
import { snapshotVersions } from "../stages/snapshot-versions.ts";
import { hasWrapper, readScenarios } from "../stages/wrapper-coverage.ts";
import type { World } from "../world.ts";

/** Which release of which CLI is proposed. */
export interface ProposalRequest {
  readonly rules: ParityRules;
  readonly descriptor: CliDescriptor;
  readonly version: string;
  /** The version to compare with, where one was named. */
  readonly against: string | undefined;
  /** Whether the binaries on disk are asked about what breaks. */
  readonly isReplayed: boolean;
}

/** Reads what a pull request tells of a release. Throws `InputError` for a version whose chain has not run. */
export async function readProposal(world: World, where: CliRoot, request: ProposalRequest): Promise<PullRequestInputs> {
  const { descriptor, version } = request;
  const path = `${where.root}/versions/${version}.json`;
  const hint = `Run the chain first: xtask parity ${rootWords(where)} --version ${version}`;
  const metadata = parseContract("VersionMetadataV1", path, await requireText(world.files, path, hint));
  const union = await readUnion(world.files, where, version);
  const supported = metadata.coverage?.supported_targets ?? [];
  return {
    cli: where.cli,
    command: descriptor.binary,
    version,
    status: metadata.status,
    comparison: await compareWith(world, where, request),
    targets: await readTargets(world, where, request, union, supported),
    ...(hasWrapper(descriptor) ? { queue: await readQueue(world, where, request, union) } : {}),
    rootWords: rootWords(where),
  };
}

async function compareWith(world: World, where: CliRoot, { rules, version, against, isReplayed }: ProposalRequest): Promise<Comparison> {
  const pointers = await readPointers(world.files, where.root, rules);
  const validated = pointers.find((pointer) => pointer.path === `${where.root}/latest_validated.txt`)?.version;
  const earlier = (await snapshotVersions(world.files, where.root)).filter((known) => compare(known, version) < 0);
  const before = against ?? (validated === undefined || validated === version ? earlier.at(-1) : validated);
  if (before === undefined) return { type: "none", reason: "there is no earlier version" };
  try {
    // The very command that the body names, so that both tell the same.
    const { data } = await world.runCommand([
      "diff",
      before,
      version,
      "--cli",
      where.cli,
      "--root",
      where.root,
      "--rules",
      where.rulesPath,
      "--all",
      ...(isReplayed ? [] : ["--no-replay"]),
    ]);
    const { findings, compared } = data as {
      readonly findings: readonly (Omit<ProposedChange, "isWaived"> & { readonly waiver: unknown })[];
      readonly compared: readonly string[];
    };
    return {
      type: "compared",
      version: before,
      role: before === validated ? "validated" : against === undefined ? "earlier" : "chosen",
      targets: compared,
      changes: findings.map((finding) => ({ ...finding, isWaived: finding.waiver !== null })),
    };
  } catch (error) {
    // A version whose snapshots were pruned cannot be compared with, and the rest is worth telling.
    if (against !== undefined || !(error instanceof ToolError) || error.exitCode !== EXIT.noAnswer) throw error;
    return { type: "none", reason: error.message.split("\n")[0] ?? error.message };
  }
}

async function readTargets(
  world: World,
  where: CliRoot,
  { rules, version }: ProposalRequest,
  union: UpstreamSnapshotUnionV2,
  supported: readonly string[],
): Promise<readonly ProposedTarget[]> {
  const lock = await readLock(world.files, where.root);
  const { expected_targets: expected, required_target: required } = rules.union;
  return expected.map((target): ProposedTarget => {
    const binary = union.inputs.find(({ target_triple }) => target_triple === target)?.binary;
    const artifact = lockedArtifact(lock, version, target);
    return {
      target,
      isRequired: target === required,
      isSupported: supported.includes(target),
      ...(binary === undefined ? {} : { binary }),
      ...(artifact === undefined
        ? {}
        : { pinned: { source: specOf(artifact.source), sha256: artifact.sha256, size_bytes: artifact.size_bytes } }),
    };
  });
}

async function readQueue(
  world: World,
  where: CliRoot,
  { rules, descriptor, version }: ProposalRequest,
  union: UpstreamSnapshotUnionV2,
): Promise<NonNullable<PullRequestInputs["queue"]>> {
  const { reports, commands } = await planReports(world.files, where, rules, version);
  const report = reports.find(({ platform_filter }) => platform_filter.mode === "any");
  if (report === undefined) throw new Error("Every version has the report of any target");
  const snapshots: UpstreamSnapshotV1[] = [];
  for (const { target_triple: target } of union.inputs) {
    const path = `${where.root}/snapshots/${version}/${target}.json`;
    const text = await world.files.readText(path);
    if (text !== undefined) snapshots.push(parseContract("UpstreamSnapshotV1", path, text));
  }
  const { taken } = readCalls((await readScenarios(world, where)).scenarios, version, union.commands, {
    framework: descriptor.framework,
    snapshots,
  });
  const view = reportViews(union).find(({ filter }) => filter.mode === "any");
  if (view === undefined) throw new Error("Every union has the view of any target");
  const coverage = await readCoverage(world.files, where);
  const outcomes = judgeCoverage(where, undefined, () => unitOutcomes(prepareComparison({ rules, union, coverage }), view));
  return {
    ranked: rankWork(
      report,
      commands,
      taken.map(({ path }) => path),
    ),
    atRisk: report.deltas.at_risk ?? [],
    outcomes: new Map(outcomes.map(({ identity, outcome }) => [unitId(identity), outcome])),
  };
}
