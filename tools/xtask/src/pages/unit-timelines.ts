import type { PresenceRange, UnitTimeline } from "@lockstep/pages";
import type { Presence, UnitPresence } from "@lockstep/parity/why";
import { pageUnit } from "./page-unit.ts";

/** The presence of every unit as ranges of versions, of which `names` has one for each place. */
export function unitTimelines(units: readonly UnitPresence[], names: readonly string[]): readonly UnitTimeline[] {
  return units.map(({ identity, versions }) => {
    const ranges: PresenceRange[] = [];
    for (const [index, name] of names.entries()) {
      const presence = mostVisible([...(versions[index]?.values() ?? [])]);
      const last = ranges.at(-1);
      if (last?.presence === presence) ranges[ranges.length - 1] = { ...last, to: name };
      else ranges.push({ presence, from: name, to: name });
    }
    return { unit: pageUnit(identity), ranges };
  });
}

/** The presence of a unit that shows it most; `absent` of none. */
export function mostVisible(presences: readonly Presence[]): Presence {
  return order.find((presence) => presences.includes(presence)) ?? "absent";
}

const order: readonly Presence[] = ["visible", "hidden", "rejected"];
