import { countColumns, countMeanings, countOutcomes, coveredShare } from "../counts.ts";
import { scrollBox, type PageSection } from "../document.ts";
import { html, type Html } from "../html.ts";
import type { CliPage, OutcomeCounts, SurfaceUnit } from "../model.ts";
import { commandKey, outcomeMark, unitText } from "../unit-markup.ts";

/** The units of the newest version, a row for each command, which opens to show them; with a wrapper what it has of them. */
export function surfaceByCommand(page: CliPage): PageSection {
  const { surface, current, queue } = page;
  const hasWrapper = queue !== null;
  const title = hasWrapper ? "Coverage by command" : "Surface by command";
  const commands = [...Map.groupBy(surface, ({ unit }) => commandKey(unit)).values()];
  if (current === null || commands.length === 0) return { id: "commands", title, content: html`<p>No version is committed.</p>` };
  return {
    id: "commands",
    title,
    content: html`<p>
        ${commands.length} commands of ${page.binary} ${current}, on any of its targets. Open a command to see its flags and args. A flag
        that the root has too is counted once, at the root.
      </p>
      ${hasWrapper ? legend : html`<p>No wrapper of this CLI is measured, so that nothing is covered or missing.</p>`}
      ${scrollBox(title, hasWrapper ? coverageTable(page, commands) : surfaceTable(page, commands))}`,
  };
}

const legend = html`<ul class="legend">
  ${countColumns.map(
    ({ count, title, className }) =>
      html`<li>
        <span class="mark ${className}"><i class="${className}"></i>${title}</span>: ${countMeanings[count]}
      </li> `,
  )}
</ul>`;

function coverageTable(page: CliPage, commands: readonly CommandUnits[]): Html {
  const head = html`${countColumns.map(({ title }) => html`<th scope="col" class="number">${title}</th>`)}
    <th scope="col">Share</th>`;
  return commandTable(page, commands, "commands coverage", head, (units) => {
    const counts = countOutcomes(units.flatMap(({ outcome }) => outcome ?? []));
    return html`${countCells(counts)}
      <td>${shareBar(counts)}</td>`;
  });
}

function surfaceTable(page: CliPage, commands: readonly CommandUnits[]): Html {
  return commandTable(page, commands, "commands", html`<th scope="col" class="number">Hidden or deprecated</th>`, (units) => {
    const fading = units.filter(({ state }) => state !== null).length;
    return html`<td class="number">${units.length}</td>
      ${countCell(fading)}`;
  });
}

/** The units of one command. */
type CommandUnits = readonly SurfaceUnit[];

/** A table with a row for each command and one for all; `head` is behind the number of units, which `cells` begin with. */
function commandTable(
  { binary, current, surface }: CliPage,
  commands: readonly CommandUnits[],
  className: string,
  head: Html,
  cells: (units: readonly SurfaceUnit[]) => Html,
): Html {
  return html`<table class="${className}">
    <caption>
      Commands of ${current} with the number of their units: the command itself, its flags and its args
    </caption>
    <thead>
      <tr>
        <th scope="col">Command</th>
        <th scope="col" class="number">Units</th>
        ${head}
      </tr>
    </thead>
    <tbody>
      ${commands.map(
        (units) =>
          html`<tr>
            <th scope="row">${commandDetails(binary, units)}</th>
            ${cells(units)}
          </tr> `,
      )}
    </tbody>
    <tfoot>
      <tr>
        <th scope="row">All commands</th>
        ${cells(surface)}
      </tr>
    </tfoot>
  </table>`;
}

function commandDetails(binary: string, units: readonly SurfaceUnit[]): Html {
  const [first] = units;
  const path = first?.unit.path ?? [];
  return html`<details class="command">
    <summary><code>${unitText(binary, { kind: "command", path, name: "" })}</code></summary>
    <ul class="units">
      ${units.map(
        ({ unit, about, outcome, state, note }) =>
          html`<li>
            <code>${unit.kind === "command" ? "(the command)" : unit.kind === "arg" ? `<${unit.name}>` : unit.name}</code
            ><span
              >${
                outcome === null ? null : outcomeMark(outcome)
              }${state === null || outcome === "hidden" ? null : html` <span class="mark quiet">${state}</span>`}</span
            ><span class="about">${about}${note === null ? null : html` <em>${note}</em>`}</span>
          </li> `,
      )}
    </ul>
  </details>`;
}

/** The cells of a row of counts, the number of units first. */
export function countCells(counts: OutcomeCounts): Html {
  return html`<td class="number">${counts.units}</td>
    ${countColumns.map(({ count }) => countCell(counts[count]))}`;
}

function countCell(count: number): Html {
  return html`<td class="number${count === 0 ? " zero" : ""}">${count}</td>`;
}

/** The counts as a bar of one length for all rows. It repeats the numbers of its row, so it is not read out. */
function shareBar(counts: OutcomeCounts): Html {
  const width = 96;
  let x = 0;
  const parts = countColumns.flatMap(({ count, className }) => {
    const start = x;
    x += counts.units === 0 ? 0 : (width * counts[count]) / counts.units;
    return counts[count] === 0
      ? []
      : [html`<rect class="${className}" x="${start.toFixed(1)}" width="${(x - start).toFixed(1)}" height="8" />`];
  });
  return html`<svg width="${width}" height="8" aria-hidden="true">${parts}</svg>`;
}

/** What part of the units the wrapper has, in words. */
export function shareText(counts: OutcomeCounts): string {
  const { covered, percent } = coveredShare(counts);
  return `${String(covered)} of ${String(counts.units)} (${String(percent)} %)`;
}
