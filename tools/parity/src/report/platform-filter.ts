import type { PlatformFilter, UpstreamSnapshotUnionV2 } from "@lockstep/contracts";

/** One view of a union: which targets matter, and when a unit counts as present on them. */
export interface ReportView {
  readonly filter: PlatformFilter;
  /** Name of the report's file: `coverage.<any|all|triple>.json`. */
  readonly fileName: string;
  /** The relevant targets, in the order that the report lists them. */
  readonly targets: readonly string[];
  isPresentOn(available: ReadonlySet<string>): boolean;
}

/** The views that a union has a report for: any, one per input, and all when the union is complete. */
export function reportViews(union: Pick<UpstreamSnapshotUnionV2, "inputs" | "expected_targets" | "complete">): readonly ReportView[] {
  const inputs = union.inputs.map(({ target_triple }) => target_triple);
  const any: ReportView = {
    filter: { mode: "any" },
    fileName: "coverage.any.json",
    targets: inputs,
    isPresentOn: (available) => inputs.some((target) => available.has(target)),
  };
  const all: ReportView = {
    filter: { mode: "all" },
    fileName: "coverage.all.json",
    targets: union.expected_targets,
    isPresentOn: (available) => union.expected_targets.every((target) => available.has(target)),
  };
  const exact = inputs.map((target): ReportView => ({
    filter: { mode: "exact_target", target_triple: target },
    fileName: `coverage.${target}.json`,
    targets: [target],
    isPresentOn: (available) => available.has(target),
  }));
  return [any, ...exact, ...(union.complete ? [all] : [])];
}
