import type { CoverageReportV1, UnitDelta } from "@lockstep/contracts";
import { UsageError } from "@lockstep/kernel";
import type { DeltaName } from "@lockstep/parity";
import { nearest } from "./nearest.ts";
import type { ReportPlan } from "./stages/report.ts";

/** One unit of work. */
interface QueueItem {
  readonly delta: DeltaName;
  readonly path: readonly string[];
  readonly key?: string;
  readonly name?: string;
  readonly availableOn: readonly string[];
  readonly missingOn?: readonly string[];
  readonly level?: string;
  readonly note?: string;
  readonly state?: string;
}

/** The chosen part of a report, grouped by command in the order of paths. */
export interface WorkQueue {
  readonly view: string;
  readonly targets: readonly string[];
  readonly items: readonly QueueItem[];
  readonly counts: Readonly<Partial<Record<DeltaName, number>>>;
}

/** What of the queue is wanted. */
export interface QueueChoice {
  readonly command: string | undefined;
  readonly target: string | undefined;
  readonly deltas: readonly string[];
}

/** Chooses the report of a view and the items of a command subtree and of some deltas. Throws `UsageError` for unknown names. */
export function selectQueue({ reports, commands }: Pick<ReportPlan, "reports" | "commands">, choice: QueueChoice): WorkQueue {
  const { command, target, deltas } = choice;
  const report = reports.find(({ platform_filter }) =>
    target === undefined ? platform_filter.mode === "any" : platform_filter.target_triple === target,
  );
  if (report === undefined) {
    const known = reports.flatMap(({ platform_filter }) => platform_filter.target_triple ?? []);
    throw new UsageError(
      "TARGET_UNKNOWN",
      `The option "--target" must be a target that has a snapshot (${known.join(", ")}), is "${target ?? ""}"`,
      {
        hint: "Snapshot that target first: xtask parity --target <triple>, or choose another",
      },
    );
  }
  const names = Object.keys(report.deltas) as DeltaName[];
  const prefix = command === undefined ? [] : command.split(/\s+/).filter((token) => token !== "");
  const isBelow = (path: readonly string[]): boolean => prefix.every((token, index) => path[index] === token);
  const known = [...commands, ...names.flatMap((name) => (report.deltas[name] ?? []).map(({ path }) => path))];
  if (!known.some(isBelow)) {
    const near = nearest(
      prefix.join(" "),
      known.map((path) => path.join(" ")),
    );
    throw new UsageError(
      "COMMAND_UNKNOWN",
      `The option "--command" must name a command of the CLI, is "${command ?? ""}"`,
      near === undefined ? {} : { hint: `Did you mean "${near}"?` },
    );
  }
  const items = names
    .filter((name) => deltas.length === 0 || deltas.includes(name))
    .flatMap((name) => (report.deltas[name] ?? []).map((entry: UnitDelta) => queueItem(name, entry)))
    .filter(({ path }) => isBelow(path));
  return {
    view: report.platform_filter.target_triple ?? report.platform_filter.mode,
    targets: report.inputs.upstream.targets,
    items,
    counts: Object.fromEntries(
      names.map((name) => [name, items.filter(({ delta }) => delta === name).length] as const).filter(([, count]) => count > 0),
    ),
  };
}

/** Counts a report's lists and says in a few lines what there is to do. */
export function summariseQueue(report: CoverageReportV1 | undefined): { readonly counts: WorkQueue["counts"]; readonly text: string } {
  if (report === undefined) return { counts: {}, text: "" };
  const { counts } = selectQueue(
    { reports: [report], commands: [[]] },
    { command: undefined, target: report.platform_filter.target_triple, deltas: [] },
  );
  const text = Object.entries(counts).map(([name, count]) => `  ${name.replaceAll("_", " ")}: ${String(count)}`);
  return {
    counts,
    text: text.length === 0 ? "The work queue is empty." : `Work queue (${report.inputs.upstream.semantic_version}):\n${text.join("\n")}`,
  };
}

/** The queue for the terminal: a heading for each list, then its units by command. */
export function renderWorkQueue(version: string, queue: WorkQueue, { command, target, deltas }: QueueChoice): string {
  const targets = queue.targets.join(", ");
  const heading = `Work queue of ${version} (${queue.view === targets ? targets : `${queue.view}: ${targets}`})`;
  // What was not asked for may still be to do.
  const isNarrowed = command !== undefined || target !== undefined || deltas.length > 0;
  if (queue.items.length === 0) return `${heading}\n\n${isNarrowed ? "Nothing in these lists." : "Nothing to do."}`;
  const sections = Object.entries(queue.counts).map(([name, count]) => {
    const rows = queue.items.filter(({ delta }) => delta === name).map((item) => renderItem(item, queue.targets));
    return `${name.replaceAll("_", " ")} (${String(count)})\n${rows.join("\n")}`;
  });
  return [heading, ...sections].join("\n\n");
}

function renderItem(item: QueueItem, targets: readonly string[]): string {
  const unit = [
    ...(item.path.length === 0 ? ["(root)"] : item.path),
    ...(item.key === undefined ? [] : [item.key]),
    ...(item.name === undefined ? [] : [`<${item.name}>`]),
  ].join(" ");
  const note = item.note === undefined ? "" : ` - ${item.note}`;
  return `  ${unit}${whereText(item, targets)}${stateText(item)}${note}`;
}

/** On which of the view's targets the unit is missing, or else upstream has it, unless that is on all of them. */
function whereText({ missingOn, availableOn }: QueueItem, targets: readonly string[]): string {
  if (missingOn !== undefined && missingOn.length < targets.length) return ` [missing on ${missingOn.join(", ")}]`;
  return availableOn.length < targets.length ? ` [${availableOn.join(", ")}]` : "";
}

/** What upstream does with a unit that the wrapper uses, and with another one unless it is what the list's name says. */
function stateText({ delta, state }: QueueItem): string {
  return state === undefined || (delta !== "at_risk" && state === "hidden") ? "" : ` (${state})`;
}

function queueItem(
  delta: DeltaName,
  { path, key, name, upstream_available_on, missing_on, wrapper_level, note, state }: UnitDelta,
): QueueItem {
  return {
    delta,
    path,
    ...(key === undefined ? {} : { key }),
    ...(name === undefined ? {} : { name }),
    availableOn: upstream_available_on,
    ...(missing_on === undefined ? {} : { missingOn: missing_on }),
    ...(wrapper_level === undefined ? {} : { level: wrapper_level }),
    ...(note === undefined ? {} : { note }),
    ...(state === undefined ? {} : { state }),
  };
}
