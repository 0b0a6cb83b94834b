import type { UpstreamSnapshotUnionV2 } from "@lockstep/contracts";
import type { SurfaceUnit } from "@lockstep/pages";
import { identityOf, indexFadingUnits, unitId, type UnitIdentity, type UnitOutcome } from "@lockstep/parity/why";
import { pageUnit } from "./page-unit.ts";

/** The units of a union with what they are about; `outcomes` are what the report over any target makes of them, `undefined` without a wrapper. */
export function surfaceUnits(union: UpstreamSnapshotUnionV2, outcomes: readonly UnitOutcome[] | undefined): readonly SurfaceUnit[] {
  const byUnit = new Map((outcomes ?? []).map((found) => [unitId(found.identity), found]));
  const fading = indexFadingUnits(union);
  const surfaceUnit = (identity: UnitIdentity, about: string | undefined, availableOn: readonly string[]): SurfaceUnit => {
    const found = byUnit.get(unitId(identity));
    const states = availableOn.map((target) => fading.stateOn(identity, target));
    return {
      unit: pageUnit(identity),
      about: firstLine(about),
      outcome: found?.outcome === "wrapper only" ? null : (found?.outcome ?? null),
      state: states.includes("hidden") ? "hidden" : (states.find((state) => state !== undefined) ?? null),
      note: found?.note ?? null,
    };
  };
  return union.commands.flatMap(({ path, about, description, available_on, flags, args }) => [
    surfaceUnit({ unit: "command", path }, about ?? description, available_on),
    ...(flags ?? []).map((flag) => surfaceUnit(identityOf({ path, key: flag.key }), flag.description, flag.available_on)),
    ...(args ?? []).map((arg) => surfaceUnit(identityOf({ path, name: arg.name }), arg.description ?? arg.note, arg.available_on)),
  ]);
}

function firstLine(text = ""): string {
  return text.trimStart().split("\n", 1)[0]?.trimEnd() ?? "";
}
