import { parseContract, type ParityRules, type UpstreamSnapshotUnionV2, type UpstreamSnapshotV1 } from "@lockstep/contracts";
import { InputError, type Files } from "@lockstep/kernel";
import { buildUnion, unionConflicts, type RawHelp, type UnionConflict } from "@lockstep/parity";
import { findMixedParsers, type TargetParser } from "@lockstep/parity/detect";
import { decisionsFor } from "@lockstep/parity/rules";
import { plainSnapshot } from "@lockstep/surface";
import type { Artifact } from "../artifacts.ts";
import { readDescriptor, type CliRoot } from "../cli-root.ts";
import { rawHelpName } from "../probing/raw-help.ts";

/** A union to write, or the reason why its inputs do not go together. */
export type UnionPlan =
  | {
      readonly type: "union";
      readonly artifact: Artifact;
      readonly targets: readonly string[];
      readonly missingTargets: readonly string[];
      readonly commands: number;
      readonly conflicts: readonly UnionConflict[];
      /** Its inputs as they were read, by target. */
      readonly snapshots: ReadonlyMap<string, UpstreamSnapshotV1>;
    }
  | { readonly type: "mixed-parsers"; readonly parsers: readonly TargetParser[] };

/**
 * Plans `snapshots/<version>/union.json` from the snapshots beside it. To `check` a committed union whose rules take evidence
 * from raw help, its own evidence stands in for what this machine lacks: a clone has none.
 */
export async function planUnion(
  files: Files,
  where: CliRoot,
  rules: ParityRules,
  version: string,
  purpose: "write" | "check",
): Promise<UnionPlan> {
  const folder = `${where.root}/snapshots/${version}`;
  const snapshots = new Map<string, UpstreamSnapshotV1>();
  for (const target of rules.union.expected_targets) {
    const path = `${folder}/${target}.json`;
    const text = await files.readText(path);
    if (text !== undefined) snapshots.set(target, parseContract("UpstreamSnapshotV1", path, text));
  }
  const parsers = findMixedParsers(snapshots, decisionsFor(rules));
  if (parsers.length > 0) return { type: "mixed-parsers", parsers };
  if (snapshots.size === 0) {
    throw new InputError(
      "SNAPSHOTS_MISSING",
      `"${folder}" has no snapshot of an expected target (${rules.union.expected_targets.join(", ")})`,
      {
        hint: `Snapshot the required target first: xtask snapshot --binary <path> --out-file ${folder}/${rules.union.required_target}.json`,
      },
    );
  }
  // A root with a schema of its own knows no additive fields.
  const isPlain = (await files.stat(`${where.root}/SCHEMA.json`)) !== undefined;
  const document = buildUnion({
    rules,
    version,
    tool: (await readDescriptor(files, where))?.tool,
    snapshots: isPlain ? new Map([...snapshots].map(([target, snapshot]) => [target, plainSnapshot(snapshot)])) : snapshots,
    rawHelp:
      decisionsFor(rules).conflictEvidence === "snapshots"
        ? () => undefined
        : withCommitted(
            await readRawHelp(files, where.root, version, snapshots),
            purpose === "check" ? await readCommitted(files, `${folder}/union.json`) : undefined,
          ),
    collectedAt: "",
  });
  return {
    type: "union",
    artifact: { path: `${folder}/union.json`, content: { type: "document", document, timeField: "collected_at" } },
    targets: document.inputs.map(({ target_triple }) => target_triple),
    missingTargets: document.missing_targets ?? [],
    commands: document.commands.length,
    conflicts: unionConflicts(document),
    snapshots,
  };
}

/** Hashes the raw help that this machine has for the commands of the snapshots, when there are several to conflict. */
async function readRawHelp(
  files: Files,
  root: string,
  version: string,
  snapshots: ReadonlyMap<string, UpstreamSnapshotV1>,
): Promise<RawHelp> {
  const found = new Map<string, { readonly ref: string; readonly sha256: string }>();
  for (const [target, { commands }] of snapshots.size < 2 ? [] : snapshots) {
    if ((await files.stat(`${root}/raw_help/${version}/${target}`)) === undefined) continue;
    for (const { path } of commands) {
      const ref = `raw_help/${version}/${target}/${rawHelpName(path)}`;
      if ((await files.stat(`${root}/${ref}`))?.type === "file")
        found.set(`${target}\0${path.join("\0")}`, { ref, sha256: await files.sha256(`${root}/${ref}`) });
    }
  }
  return (target, path) => found.get(`${target}\0${path.join("\0")}`);
}

async function readCommitted(files: Files, path: string): Promise<UpstreamSnapshotUnionV2 | undefined> {
  const text = await files.readText(path);
  try {
    return text === undefined ? undefined : parseContract("UpstreamSnapshotUnionV2", path, text);
  } catch (error) {
    // A broken union has no evidence; it is stale whatever it says.
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

function withCommitted(local: RawHelp, committed: UpstreamSnapshotUnionV2 | undefined): RawHelp {
  const evidence = new Map(
    committed?.commands.flatMap(({ path, conflicts }) => (conflicts ?? []).map(({ evidence: found }) => [path.join("\0"), found] as const)),
  );
  return (target, path) => {
    const found = evidence.get(path.join("\0"));
    const ref = found?.help_ref_by_target?.[target];
    const sha256 = found?.help_sha256_by_target?.[target];
    return local(target, path) ?? (ref === undefined || sha256 === undefined ? undefined : { ref, sha256 });
  };
}
