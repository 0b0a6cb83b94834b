import { countColumns, countOutcomes, currentVersion, queueSize } from "./counts.ts";
import { changeLabel, changesBetween } from "./changes.ts";
import type { CliPage } from "./model.ts";
import { shareText } from "./sections/surface-by-command.ts";
import { unitText } from "./unit-markup.ts";

/** How many units a list of the summary shows before it only counts them. */
const shownUnits = 20;

/** Renders what a pull request should tell of a CLI as Markdown: where it stands, what there is to do, and what its newest version changed. */
export function renderSummaryMarkdown(page: CliPage): string {
  const { binary, queue, surface, targets, versions } = page;
  const newest = currentVersion(page);
  if (newest === undefined) return `## ${inline(binary)}\n\nNo version is committed.\n`;
  const status = newest.status === null ? "" : ` (${newest.status})`;
  const counts = countOutcomes(surface.flatMap(({ outcome }) => outcome ?? []));
  const covered =
    queue === null
      ? `${String(surface.length)} units; no wrapper is measured.`
      : `The wrapper has ${shareText(counts)} units; ${String(queueSize(queue, "to do"))} to do, ${String(queueSize(queue, "to watch"))} to watch.`;
  const rows = targets.map(({ target }) => {
    const found = newest.targets.find((other) => other.target === target);
    if (found === undefined) return [code(target), "no snapshot"];
    const numbers = found.counts === null ? [] : countColumns.map(({ count }) => found.counts?.[count] ?? 0);
    return [code(target), found.units, ...numbers];
  });
  const heading = ["Target", "Units", ...(queue === null ? [] : countColumns.map(({ title }) => title))];
  const work = (queue ?? []).filter(({ urgency, items }) => urgency !== "settled" && items.length > 0);
  const previous = versions[versions.indexOf(newest) - 1];
  return [
    `## ${inline(binary)} ${inline(newest.version)}${inline(status)}`,
    covered,
    table(heading, rows),
    ...work.map(({ delta, items }) =>
      list(
        `${inline(delta.replaceAll("_", " "))}: ${String(items.length)}`,
        items.map(({ unit, note }) => `${code(unitText(binary, unit))}${note === null ? "" : ` – ${inline(note)}`}`),
      ),
    ),
    ...(previous === undefined ? [] : [changes(page, previous.version, newest.version)]),
  ]
    .join("\n\n")
    .concat("\n");
}

function changes(page: CliPage, from: string, to: string): string {
  const found = changesBetween(page, from, to);
  return list(
    `Changes from ${inline(from)} to ${inline(to)}: ${String(found.length)}`,
    found.map((change) => {
      const label = changeLabel(change);
      const what = `${code(unitText(page.binary, change.unit))} ${inline(change.text)}`;
      return `${label === "information" ? "" : `**${label}** `}${what}`;
    }),
  );
}

function list(title: string, items: readonly string[]): string {
  const more = items.length > shownUnits ? [`- … and ${String(items.length - shownUnits)} more`] : [];
  return [`### ${title}`, "", ...items.slice(0, shownUnits).map((item) => `- ${item}`), ...more].join("\n");
}

function table(heading: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]): string =>
    `| ${cells.map((cell) => String(cell).replaceAll("|", String.raw`\|`)).join(" | ")} |`;
  const width = (row: readonly (string | number)[]): readonly (string | number)[] => [
    ...row,
    ...Array.from({ length: heading.length - row.length }, () => ""),
  ];
  return [
    line(heading),
    line(heading.map((_title, column) => (column === 0 ? "---" : "--:"))),
    ...rows.map((row) => line(width(row))),
  ].join("\n");
}

/** A text as code, whatever back-ticks it has. */
function code(text: string): string {
  const flat = text.replaceAll(/\s+/g, " ");
  const longest = Math.max(0, ...[...flat.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${longest > 0 ? ` ${flat} ` : flat}${fence}`;
}

/** A text on one line in which nothing is Markdown or HTML. */
function inline(text: string): string {
  return text.replaceAll(/\s+/g, " ").replaceAll(/[\\`*_{}[\]<>#|~&!@]/g, String.raw`\$&`);
}
