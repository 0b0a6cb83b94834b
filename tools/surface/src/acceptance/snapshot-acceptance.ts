import type { CliDescriptor, DeclaredSurface } from "@lockstep/contracts";
import type { AcceptanceAnswer, HelpProbe } from "../capture.ts";
import { declaredCandidates, markUnknownOptions, type DeclaredCandidates } from "../declarations/declared-candidates.ts";
import type { Discovery } from "../discovery.ts";
import { frameworkAt } from "../parsers/parser-for.ts";
import { flagCandidates } from "./flag-candidate.ts";
import { planAcceptance, type AcceptanceCall, type AcceptancePlan } from "./plan-acceptance.ts";

/** What a snapshot asks about the candidates of its `cli.json`. */
export interface SnapshotAcceptance {
  readonly plan: AcceptancePlan;
  /** What the program's text declares and its help does not show; the plan has those of it that are asked about. */
  readonly declared: { readonly plan: AcceptancePlan; readonly candidates: DeclaredCandidates };
  /** The helps of candidate commands that failed: asked once more, for the words of the refusal. */
  readonly refusals: readonly AcceptanceCall[];
}

/** Plans the calls for a discovered surface. */
export function planSnapshotAcceptance(
  descriptor: Pick<CliDescriptor, "framework" | "framework_overrides" | "help_style" | "probe_candidates">,
  { commands: discovered, candidates }: ReturnType<Discovery["result"]>,
  declarations: DeclaredSurface | undefined,
): SnapshotAcceptance {
  const frameworkOf = (path: readonly string[]): string => frameworkAt(descriptor, path);
  const commands = markUnknownOptions(discovered, declarations);
  const reviewed = flagCandidates(descriptor);
  const declared = declaredCandidates(descriptor, commands, declarations, reviewed);
  return {
    plan: planAcceptance(frameworkOf, commands, reviewed, true),
    declared: { plan: planAcceptance(frameworkOf, commands, declared.asked, false, true), candidates: declared },
    refusals: descriptor.help_style === "help_flag" ? candidates.failed.map(refusalCall) : [],
  };
}

/** The call that a candidate command refuses when it is none. */
export function refusalCall(path: readonly string[]): AcceptanceCall {
  return { path, words: ["--help"] };
}

/** The failed helps of candidate commands, as the answers to `refusalCall` show them: raw captures keep no failed help. */
export function failedHelps(answers: readonly AcceptanceAnswer[]): readonly HelpProbe[] {
  return answers
    .filter(({ path, words }) => words.join(" ") === refusalCall(path).words.join(" "))
    .map(({ path, failure }) => ({ path, probe: { type: "failed", omission: failure ?? "help probe failed" } }));
}
