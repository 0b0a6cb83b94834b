import type { Change } from "@lockstep/surface/diff";
import type { TargetChange } from "./merge-targets.ts";
import { severityOf, type ReplayVerdict, type Severity } from "./severity.ts";
import type { AppliedWaivers, Waiver } from "./waive.ts";
import type { WrapperCall, WrapperUse } from "./wrapper-use.ts";

/** What was done to show a change that breaks calls. */
export interface Witness {
  /** The words behind the binary; `null` where there is no harmless call. */
  readonly words: readonly string[] | null;
  /** The scenario of the wrapper that has the flags. */
  readonly scenario: string | null;
  readonly verdict: ReplayVerdict | null;
  /** Why nothing, or not everything, was replayed. */
  readonly problem: string | null;
  /** What the first and the second binary said; `null` where one was not asked. */
  readonly before: WitnessAnswer | null;
  readonly after: WitnessAnswer | null;
}

/** How a binary answered. */
export interface WitnessAnswer {
  readonly version: string;
  /** `null` where it did not end by itself. */
  readonly exitCode: number | null;
  /** Of standard error; empty when it is. */
  readonly firstLine: string;
  /** Whose help it printed, such as `codex exec`; `null` where it printed none. */
  readonly helpOf: string | null;
}

/** A change as it is told. */
export interface Finding extends TargetChange {
  readonly severity: Severity;
  readonly because: string;
  readonly use: WrapperUse;
  readonly witness: Witness | undefined;
  readonly waiver: Waiver | undefined;
}

/** Says how much each change matters, in their order. */
export function judgeChanges(
  changes: readonly TargetChange[],
  useOf: (change: TargetChange) => WrapperUse,
  witnesses: ReadonlyMap<Change, Witness>,
  waivers: AppliedWaivers,
): readonly Finding[] {
  return changes.map((each): Finding => {
    const use = useOf(each);
    const witness = witnesses.get(each.change);
    const { severity, because } = severityOf({ change: each.change, use, replay: witness?.verdict ?? undefined });
    return { ...each, severity, because, use, witness, waiver: waivers.waiverOf(each.change) };
  });
}

/** Whether a finding makes the answer red. */
export function isBreaking({ severity, waiver }: Finding): boolean {
  return severity === "breaking" && waiver === undefined;
}

/** The calls of the wrapper that a finding breaks, the shortest first; none where a replay shows that they are still taken. */
export function breakingCalls({ change, use, witness }: Pick<Finding, "change" | "use" | "witness">): readonly WrapperCall[] {
  return change.impact === "breaks" && witness?.verdict !== "contradicted" ? use.calls : [];
}
