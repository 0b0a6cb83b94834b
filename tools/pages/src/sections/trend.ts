import { countColumns } from "../counts.ts";
import { scrollBox, type PageSection } from "../document.ts";
import { html, type Html } from "../html.ts";
import type { CliPage, OutcomeCounts, PageVersion } from "../model.ts";
import { countCells } from "./surface-by-command.ts";

type CountedVersion = PageVersion & { readonly counts: OutcomeCounts };

/** How the number of units and what the wrapper has of them went over the versions: a chart, and its numbers as a table. */
export function trend({ versions, queue }: CliPage): PageSection {
  const title = "Trend";
  if (queue === null) {
    return {
      id: "trend",
      title,
      content: html`<p>No wrapper of this CLI is measured; how many units each version has stands under its targets.</p>`,
    };
  }
  const counted = versions.filter((version): version is CountedVersion => version.counts !== null);
  if (counted.length === 0) return { id: "trend", title, content: html`<p>No version has a report.</p>` };
  return {
    id: "trend",
    title,
    content: html`<p>Every version as it compares with the wrapper of today, on any of the version's targets.</p>
      <figure>
        ${chart(counted)}
        <figcaption>The length of a bar is the number of units; its parts stand in the order of the table's columns.</figcaption>
      </figure>
      ${scrollBox("Trend over versions", table(counted))}`,
  };
}

function chart(versions: readonly CountedVersion[]): Html {
  const [labelWidth, barWidth, rowHeight, barHeight, numberWidth] = [110, 640, 30, 18, 60];
  const most = Math.max(1, ...versions.map(({ counts }) => counts.units));
  const width = labelWidth + barWidth + numberWidth;
  const rows = versions.map(({ version, counts }, row) => {
    const y = row * rowHeight;
    let x = labelWidth;
    const parts = countColumns.flatMap(({ count, className, title }) => {
      const length = (barWidth * counts[count]) / most;
      const start = x;
      x += length;
      if (counts[count] === 0) return [];
      // A gap of the page's colour parts neighbours, whatever their colours.
      const drawn = Math.max(length - 1, 1);
      return [
        html`<rect
          class="${className}"
          x="${start.toFixed(1)}"
          y="${y + (rowHeight - barHeight) / 2}"
          width="${drawn.toFixed(1)}"
          height="${barHeight}"
          ><title>${version}: ${counts[count]} ${title}</title></rect
        >`,
      ];
    });
    const baseline = y + rowHeight / 2 + 4;
    return html`<text x="${labelWidth - 12}" y="${baseline}" text-anchor="end">${version}</text>${parts}<text
        x="${(x + 6).toFixed(1)}"
        y="${baseline}"
        >${counts.units}</text
      > `;
  });
  return html`<svg
    viewBox="0 0 ${width} ${versions.length * rowHeight}"
    width="${width}"
    height="${versions.length * rowHeight}"
    role="img"
    aria-labelledby="trend-label"
  >
    <title id="trend-label">Units of each version by what the wrapper makes of them; the table below has the numbers</title>
    ${rows}
  </svg>`;
}

function table(versions: readonly CountedVersion[]): Html {
  return html`<table>
    <caption>
      Units of each version, the newest first
    </caption>
    <thead>
      <tr>
        <th scope="col">Version</th>
        <th scope="col" class="number">Units</th>
        ${countColumns.map(
          ({ title, className }) =>
            html`<th scope="col" class="number">
              <span class="mark"><i class="${className}"></i></span>${title}
            </th>`,
        )}
        <th scope="col">Status</th>
        <th scope="col">Report made</th>
      </tr>
    </thead>
    <tbody>
      ${versions.toReversed().map(
        ({ version, counts, status, generatedAt }) =>
          html`<tr>
            <th scope="row">${version}</th>
            ${countCells(counts)}
            <td>${status}</td>
            <td>
              ${
                generatedAt === null
                  ? html`<span class="quiet">no current report</span>`
                  : html`<time datetime="${generatedAt}">${generatedAt.slice(0, 10)}</time>`
              }
            </td>
          </tr> `,
      )}
    </tbody>
  </table>`;
}
