import type { CliDescriptor } from "@lockstep/contracts";
import type { Discovery } from "../discovery.ts";
import { flagCandidates } from "./flag-candidate.ts";
import { planAcceptance, type AcceptanceCall, type AcceptancePlan } from "./plan-acceptance.ts";

/** What a snapshot asks about the candidates of its `cli.json`. */
export interface SnapshotAcceptance {
  readonly plan: AcceptancePlan;
  /** The helps of candidate commands that failed: asked once more, for the words of the refusal. */
  readonly refusals: readonly AcceptanceCall[];
}

/** Plans the calls for a discovered surface. */
export function planSnapshotAcceptance(
  descriptor: Pick<CliDescriptor, "framework" | "help_style" | "probe_candidates">,
  { commands, candidates }: ReturnType<Discovery["result"]>,
): SnapshotAcceptance {
  return {
    plan: planAcceptance(descriptor.framework, commands, flagCandidates(descriptor)),
    refusals: descriptor.help_style === "help_flag" ? candidates.failed.map(refusalCall) : [],
  };
}

/** The call that a candidate command refuses when it is none. */
export function refusalCall(path: readonly string[]): AcceptanceCall {
  return { path, words: ["--help"] };
}
