import type { CliDescriptor } from "@lockstep/contracts";
import { mergeTargets, WrapperUses, type TargetChange, type WrapperUse } from "@lockstep/parity/diff";
import type { surfaceDiffs } from "@lockstep/surface/diff";
import type { Comparison, Side } from "./diff-sides.ts";
import type { KnownWrapper } from "./wrapper-sources.ts";

type Framework = CliDescriptor["framework"];

/** What differs in the comparisons of two versions: each change once, with the names of the comparisons that have it. */
export function changesOf(compared: readonly Comparison[], diff: ReturnType<typeof surfaceDiffs>): readonly TargetChange[] {
  return mergeTargets(new Map(compared.map(({ name, before, after }) => [name, diff(before.surface, after.surface)])));
}

/** Reads the wrapper's calls as the surface of a first version takes them. */
export function usesAtSide(wrapper: KnownWrapper, { surface, version }: Side, framework: Framework): WrapperUses {
  const snapshots = surface.snapshot_schema_version === 1 ? [surface] : [];
  return new WrapperUses(wrapper, version, surface.commands, { framework, snapshots });
}

/** What the wrapper does with the unit of a change, by its calls on the first of the comparisons that have the change. */
export function wrapperUseOf(compared: readonly Comparison[], usesAt: (before: Side) => WrapperUses): (change: TargetChange) => WrapperUse {
  const uses = new Map(compared.map(({ name, before }) => [name, usesAt(before)]));
  return ({ change, targets }) => uses.get(targets[0] ?? "")?.of(change, targets) ?? noUse;
}

const noUse: WrapperUse = { calls: [], isEmitted: false, isEmittedElsewhere: false, areCallsKnown: false, isClaimed: false };
