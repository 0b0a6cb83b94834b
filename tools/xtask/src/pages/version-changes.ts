import type { PageChange, PageUnit } from "@lockstep/pages";
import type { Presence, UnitPresence } from "@lockstep/parity/why";
import { pageUnit } from "./page-unit.ts";

/**
 * The units that came, went, or became hidden or shown between two versions, which are named by their place in the presences. Only
 * targets that both versions have count, so that a new target is no change; of several the one that shows a unit most counts.
 */
export function versionChanges(units: readonly UnitPresence[], from: number, to: number): readonly PageChange[] {
  return units.flatMap(({ identity, versions }): readonly PageChange[] => {
    const [before, after] = [versions[from] ?? new Map<string, Presence>(), versions[to] ?? new Map<string, Presence>()];
    const shared = [...before.keys()].filter((target) => after.has(target));
    const was = mostVisible(shared.map((target) => before.get(target) ?? "absent"));
    const is = mostVisible(shared.map((target) => after.get(target) ?? "absent"));
    const kind = kindOf(was, is);
    if (kind === undefined) return [];
    const unit: PageUnit = pageUnit(identity);
    return [{ id: `${unit.kind}-${kind}`, severity: "information", unit, text: `${said[was]} before, ${said[is]} now` }];
  });
}

/** The presence of a unit that shows it most; `absent` of none. */
export function mostVisible(presences: readonly Presence[]): Presence {
  return order.find((presence) => presences.includes(presence)) ?? "absent";
}

const order: readonly Presence[] = ["visible", "hidden", "rejected"];

const said: Readonly<Record<Presence, string>> = {
  visible: "visible",
  hidden: "hidden but accepted",
  rejected: "rejected",
  absent: "not there",
};

function kindOf(was: Presence, is: Presence): "added" | "removed" | "hidden" | "shown" | undefined {
  const [wasThere, isThere] = [isAccepted(was), isAccepted(is)];
  if (wasThere !== isThere) return isThere ? "added" : "removed";
  if (!isThere || was === is) return undefined;
  return is === "hidden" ? "hidden" : "shown";
}

function isAccepted(presence: Presence): boolean {
  return presence === "visible" || presence === "hidden";
}
