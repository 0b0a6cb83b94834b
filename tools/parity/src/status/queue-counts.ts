import type { CoverageReportV1 } from "@lockstep/contracts";

/** How much one report lists of what a maintainer asks for first. */
export interface QueueCounts {
  /** `any`, `all`, or the one target of the report. */
  readonly view: string;
  readonly missing: { readonly commands: number; readonly flags: number; readonly args: number };
  readonly unsupported: number;
  readonly atRisk: number;
  /** Hidden or deprecated units of any kind that the wrapper does not have. */
  readonly hidden: number;
}

/** Counts the lists of a report; a list that it does not have is empty. */
export function queueCounts({ platform_filter: { mode, target_triple }, deltas }: CoverageReportV1): QueueCounts {
  const hidden = [deltas.hidden_commands, deltas.hidden_flags, deltas.hidden_args];
  return {
    view: target_triple ?? mode,
    missing: { commands: deltas.missing_commands.length, flags: deltas.missing_flags.length, args: deltas.missing_args.length },
    unsupported: deltas.unsupported?.length ?? 0,
    atRisk: deltas.at_risk?.length ?? 0,
    hidden: hidden.reduce((sum, list) => sum + (list?.length ?? 0), 0),
  };
}
