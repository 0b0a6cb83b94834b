import type { Change } from "@lockstep/surface/diff";
import type { WrapperUse } from "./wrapper-use.ts";

/** How much a change matters to the wrapper. */
export type Severity = "breaking" | "warning" | "information";

/** What both binaries said to the witness of a change. */
export type ReplayVerdict =
  /** The first takes the call, and the second refuses it. */
  | "confirmed"
  /** The second takes the call too. */
  | "contradicted"
  /** The answers say neither. */
  | "inconclusive";

/** A change with all that decides how much it matters. */
export interface JudgedUse {
  readonly change: Change;
  readonly use: WrapperUse;
  /** Absent without a replay. */
  readonly replay?: ReplayVerdict | undefined;
}

interface SeverityRule {
  readonly severity: Severity;
  /** Why, in words for people. */
  readonly because: string;
  readonly applies: (judged: JudgedUse) => boolean;
}

const stillTaken = "a replay contradicts it: the second binary still takes the call";

/** The severities; the first rule that applies decides. */
export const severityTable: readonly SeverityRule[] = [
  {
    severity: "warning",
    because: `the wrapper has the unit, but ${stillTaken}`,
    applies: ({ change, use, replay }) => change.impact === "breaks" && replay === "contradicted" && isUsed(use),
  },
  {
    severity: "information",
    because: stillTaken,
    applies: ({ change, replay }) => change.impact === "breaks" && replay === "contradicted",
  },
  {
    severity: "breaking",
    because: "the wrapper makes calls that break",
    applies: ({ change, use }) => change.impact === "breaks" && use.calls.length > 0,
  },
  {
    severity: "breaking",
    because: "the wrapper claims the unit, and makes calls with it, though not to the first version",
    applies: ({ change, use }) => isGone(change) && use.isClaimed && use.isEmittedElsewhere && !use.isEmitted,
  },
  {
    severity: "breaking",
    because: "the wrapper claims the unit, and its calls are not known",
    applies: ({ change, use }) => isGone(change) && use.isClaimed && !use.areCallsKnown,
  },
  {
    severity: "warning",
    because: "the wrapper has the unit, but makes no call that breaks",
    applies: ({ change, use }) => change.impact === "breaks" && isUsed(use),
  },
  {
    severity: "warning",
    because: "the wrapper has the unit, and its calls are still taken",
    applies: ({ change, use }) => change.impact === "risk" && isUsed(use),
  },
  {
    severity: "information",
    because: "the wrapper claims the unit, but makes no call with it",
    applies: ({ change, use }) => (change.impact === "breaks" || change.impact === "risk") && use.isClaimed,
  },
  {
    severity: "information",
    because: "the wrapper does not have the unit",
    applies: ({ change }) => change.impact === "breaks" || change.impact === "risk",
  },
  {
    severity: "information",
    because: "no call of before is read another way",
    applies: () => true,
  },
];

/** How much a change matters to the wrapper, and why. */
export function severityOf(judged: JudgedUse): Pick<SeverityRule, "severity" | "because"> {
  const rule = severityTable.find(({ applies }) => applies(judged));
  if (rule === undefined) throw new Error(`No rule judged ${judged.change.code}`);
  return { severity: rule.severity, because: rule.because };
}

/** Whether no call with the unit is taken. */
function isGone({ impact, affected }: Change): boolean {
  return impact === "breaks" && affected.type === "use";
}

/** Whether the wrapper has the unit in some call. What it claims stands for its calls where those are not known. */
function isUsed({ calls, isEmitted, isEmittedElsewhere, areCallsKnown, isClaimed }: WrapperUse): boolean {
  return calls.length > 0 || isEmitted || isEmittedElsewhere || (isClaimed && !areCallsKnown);
}
