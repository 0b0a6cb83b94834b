import { countColumns } from "../counts.ts";
import { scrollBox, type PageSection } from "../document.ts";
import { html, type Html } from "../html.ts";
import type { CliPage, PageTarget, PageVersion } from "../model.ts";
import { countCells, shareText } from "./surface-by-command.ts";

/** Each expected target: what its pointers name, and what each version has on it. */
export function coverageByTarget(page: CliPage): PageSection {
  const { targets, versions, queue } = page;
  const newestFirst = versions.toReversed();
  const pointers = html`<table>
    <caption>
      The pointers of each target that the rules expect
    </caption>
    <thead>
      <tr>
        <th scope="col">Target</th>
        <th scope="col">Latest validated</th>
        <th scope="col">Latest supported</th>
      </tr>
    </thead>
    <tbody>
      ${targets.map(
        ({ target, isRequired, latestValidated, latestSupported }) =>
          html`<tr>
            <th scope="row"><code>${target}</code>${isRequired ? " (required)" : null}</th>
            <td>${latestValidated ?? noPointer}</td>
            <td>${latestSupported ?? noPointer}</td>
          </tr> `,
      )}
    </tbody>
  </table>`;
  const cellOf = (target: string, version: PageVersion): Html => {
    const found = version.targets.find((other) => other.target === target);
    if (found === undefined) return html`<td class="quiet">no snapshot</td>`;
    if (found.counts === null) return html`<td>${found.units} units</td>`;
    return html`<td class="nowrap">
      ${shareText(found.counts)}${found.counts.missing === 0 ? null : html`<br /><span class="missing">${found.counts.missing} missing</span>`}
    </td>`;
  };
  const matrix = html`<table>
    <caption>
      ${queue === null ? "Units of each version" : "Units that the wrapper has of each version"}, by target
    </caption>
    <thead>
      <tr>
        <th scope="col">Target</th>
        ${newestFirst.map(({ version }) => html`<th scope="col">${version}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${targets.map(
        ({ target }) =>
          html`<tr>
            <th scope="row"><code>${target}</code></th>
            ${newestFirst.map((version) => cellOf(target, version))}
          </tr> `,
      )}
    </tbody>
  </table>`;
  const current = versions.find(({ version }) => version === page.current);
  return {
    id: "targets",
    title: queue === null ? "Surface by target" : "Coverage by target",
    content: html`${scrollBox("Pointers by target", pointers)} ${scrollBox("Versions by target", matrix)}
    ${current === undefined || current.counts === null ? null : scrollBox("Counts by target", countsTable(targets, current))}`,
  };
}

const noPointer = html`<span class="quiet">none</span>`;

function countsTable(targets: readonly PageTarget[], { version, targets: found, counts }: PageVersion): Html {
  const rows = targets.flatMap(({ target }) => found.filter((other) => other.target === target));
  return html`<table>
    <caption>
      What becomes of the units of ${version} on each target that has a snapshot
    </caption>
    <thead>
      <tr>
        <th scope="col">Target</th>
        <th scope="col" class="number">Units</th>
        ${countColumns.map(({ title }) => html`<th scope="col" class="number">${title}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map((row) =>
        row.counts === null
          ? null
          : html`<tr>
              <th scope="row"><code>${row.target}</code></th>
              ${countCells(row.counts)}
            </tr> `,
      )}
    </tbody>
    ${
      counts === null
        ? null
        : html`<tfoot>
            <tr>
              <th scope="row">Any of them</th>
              ${countCells(counts)}
            </tr>
          </tfoot>`
    }
  </table>`;
}
