import type { CoverageReportV1 } from "@lockstep/contracts";
import { unreachable } from "@lockstep/kernel";
import type { QueueList } from "@lockstep/pages";
import { deltaTable } from "@lockstep/parity";
import { identityOf } from "@lockstep/parity/why";
import { selectQueue } from "../work-queue.ts";
import { pageUnit } from "./page-unit.ts";

type Outcome = (typeof deltaTable)[number]["outcome"];

/** The lists of the report over any target, in the report's order, and what each asks for. */
export function queueLists(reports: readonly CoverageReportV1[]): readonly QueueList[] {
  const { items } = selectQueue({ reports, commands: [[]] }, { command: undefined, target: undefined, deltas: [] });
  return deltaTable.map(({ delta, outcome }) => ({
    delta,
    urgency: urgencyOf(outcome),
    items: items
      .filter((item) => item.delta === delta)
      .map(({ path, key, name, missingOn, availableOn, state, note }) => ({
        unit: pageUnit(identityOf({ path, ...(key === undefined ? {} : { key }), ...(name === undefined ? {} : { name }) })),
        targets: missingOn ?? availableOn,
        state: state ?? null,
        note: note ?? null,
      })),
  }));
}

function urgencyOf(outcome: Outcome): QueueList["urgency"] {
  switch (outcome) {
    case "missing":
    case "unsupported":
    case "passthrough":
      return "to do";
    case "at risk":
    case "wrapper only":
      return "to watch";
    case "excluded":
    case "intentionally unsupported":
    case "hidden":
      return "settled";
    default:
      return unreachable(outcome);
  }
}
