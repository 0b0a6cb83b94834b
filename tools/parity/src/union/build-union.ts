import type { Binary, ParityRules, UpstreamSnapshotUnionV2, UpstreamSnapshotV1 } from "@lockstep/contracts";
import { InputError, omitAbsent, sortKeysDeep } from "@lockstep/kernel";
import { matchingSnapshot } from "../matching-snapshot.ts";
import { decisionsFor } from "../rules/decisions.ts";
import { mergeCommands, type UnionSource } from "./merge-commands.ts";
import { dedupeAgainstRoot } from "./root-dedupe.ts";
import type { RawHelp } from "./conflicts.ts";

/** What a union is made of. */
export interface UnionInputs {
  readonly rules: ParityRules;
  readonly version: string;
  /** The CLI's tool, when a descriptor names it; else the required target's snapshot does. */
  readonly tool: string | undefined;
  /** The snapshots that exist, by target triple. */
  readonly snapshots: ReadonlyMap<string, UpstreamSnapshotV1>;
  /** The raw help that exists on this machine, for evidence; not asked where the rules take it from the snapshots. */
  readonly rawHelp: RawHelp;
  readonly collectedAt: string;
}

/**
 * Merges the snapshots of one version: every unit of every target, scalar fields from the canonical target, differences
 * recorded as conflicts. Throws `InputError` when the required target is absent or an input is of another tool or version.
 */
export function buildUnion({ rules, version, tool, snapshots, rawHelp, collectedAt }: UnionInputs): UpstreamSnapshotUnionV2 {
  const { expected_targets: expected, required_target: required } = rules.union;
  const requiredSnapshot = snapshots.get(required);
  if (requiredSnapshot === undefined) {
    throw new InputError(
      "REQUIRED_TARGET_MISSING",
      `The required target "${required}" has no snapshot "snapshots/${version}/${required}.json"`,
      {
        hint: `Snapshot it first: xtask snapshot --binary <path> --out-file <root>/snapshots/${version}/${required}.json`,
      },
    );
  }
  const wantedTool = tool ?? requiredSnapshot.tool;
  const inputs = expected.flatMap((target) => {
    const snapshot = snapshots.get(target);
    return snapshot === undefined ? [] : [{ target, snapshot: matchingSnapshot(snapshot, { tool: wantedTool, version, target }) }];
  });
  const missing = expected.filter((target) => !snapshots.has(target));
  const decisions = decisionsFor(rules);
  const help = decisions.conflictEvidence === "snapshots" ? snapshotHelp(inputs) : rawHelp;
  const merged = mergeCommands(inputs, required, decisions, help);
  return omitAbsent({
    snapshot_schema_version: 2 as const,
    tool: wantedTool,
    mode: "union" as const,
    collected_at: collectedAt,
    expected_targets: expected,
    complete: missing.length === 0,
    missing_targets: missing.length === 0 ? undefined : missing,
    inputs: inputs.map(({ target, snapshot }) =>
      omitAbsent({
        target_triple: target,
        collected_at: snapshot.collected_at,
        binary: orderedBinary(snapshot.binary),
        features: snapshot.features === undefined ? undefined : sortKeysDeep(snapshot.features),
        known_omissions: snapshot.known_omissions,
      }),
    ),
    commands: dedupeAgainstRoot(merged, rules.globals.effective_flags_model, decisions, help),
  });
}

/** The hashes that the snapshots carry of the help of their commands. */
function snapshotHelp(sources: readonly UnionSource[]): RawHelp {
  const found = new Map(
    sources.flatMap(({ target, snapshot }) =>
      snapshot.commands.map(({ path, help_sha256 }) => [helpId(target, path), help_sha256] as const),
    ),
  );
  return (target, path) => {
    const sha256 = found.get(helpId(target, path));
    return sha256 === undefined ? undefined : { sha256 };
  };
}

function helpId(target: string, path: readonly string[]): string {
  return [target, ...path].join("\0");
}

/** The binary with its fields in the contract's order, whatever the snapshot's. */
function orderedBinary({
  sha256,
  size_bytes,
  platform: { os, arch },
  target_triple,
  version_output,
  semantic_version,
  channel,
  commit,
}: Binary): Binary {
  return omitAbsent({
    sha256,
    size_bytes,
    platform: { os, arch },
    target_triple,
    version_output,
    semantic_version,
    channel,
    commit,
  } satisfies { readonly [Field in keyof Required<Binary>]: Binary[Field] | undefined });
}
