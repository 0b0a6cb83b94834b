import { scrollBox, type PageSection } from "../document.ts";
import { html, type Content, type Html } from "../html.ts";
import type { CliPage, PagePresence, UnitTimeline } from "../model.ts";
import { commandKey, unitText } from "../unit-markup.ts";

const presenceText: Readonly<Record<PagePresence, string>> = { visible: "visible", hidden: "hidden", rejected: "rejected", absent: "–" };

/** How each version has each unit: first those that came, went or changed, then, by command, those that all versions have alike. */
export function timeline(page: CliPage): PageSection {
  const { timelines, versions } = page;
  const changed = timelines.filter(({ ranges }) => ranges.length > 1);
  const steady = timelines.filter(({ ranges }) => ranges.length <= 1);
  const changedByCommand = [...Map.groupBy(changed, ({ unit }) => commandKey(unit)).values()];
  const steadyByCommand = [...Map.groupBy(steady, ({ unit }) => commandKey(unit)).values()];
  const names = versions.map(({ version }) => version);
  return {
    id: "timeline",
    title: "Surface timeline",
    content: html`<p>
        <span class="presence visible">visible</span>: the help shows it. <span class="presence hidden">hidden</span>: accepted, but the
        help does not show it. <span class="presence rejected">rejected</span>: the program refuses it.
        <span class="presence absent">–</span>: no evidence shows it. A unit counts as the target that shows it most has it.
      </p>
      <h3>Came, went or changed (${changed.length})</h3>
      ${
        changed.length === 0
          ? html`<p>${names.length < 2 ? "There is only one version to compare." : "Every version has the same units."}</p>`
          : scrollBox(
              "Units that came, went or changed",
              html`<table>
                <caption>
                  Units that the versions do not all have alike
                </caption>
                <thead>
                  <tr>
                    <th scope="col">Unit</th>
                    ${names.map((version) => html`<th scope="col">${version}</th>`)}
                    <th scope="col">In words</th>
                  </tr>
                </thead>
                ${changedByCommand.map(
                  (units) =>
                    html`<tbody>
                      ${units.map((unit) => row(page.binary, names, unit))}
                    </tbody> `,
                )}
              </table>`,
            )
      }
      <h3>Alike in all versions (${steady.length})</h3>
      ${steadyByCommand.map((units) => steadyList(page.binary, units))}`,
  };
}

function row(binary: string, versions: readonly string[], { unit, ranges }: UnitTimeline): Html {
  // The ranges have every version once, in order.
  const cells: Content[] = [];
  let at = 0;
  for (const { presence, to } of ranges) {
    const end = versions.indexOf(to);
    for (; at <= end; at += 1) cells.push(html`<td class="presence ${presence}">${presenceText[presence]}</td>`);
  }
  return html`<tr>
    <th scope="row"><code>${unitText(binary, unit)}</code></th>
    ${cells}
    <td class="quiet nowrap">${inWords(ranges)}</td>
  </tr> `;
}

/** The ranges as a sentence, such as `visible since 0.146.0`. */
export function inWords(ranges: UnitTimeline["ranges"]): string {
  return ranges
    .flatMap(({ presence, from, to }, index) => {
      const [isFirst, isLast] = [index === 0, index === ranges.length - 1];
      if (presence === "absent") return [];
      if (isFirst && isLast) return [`${presence} in all versions`];
      if (isFirst) return [`${presence} until ${to}`];
      if (isLast) return [`${presence} since ${from}`];
      return [from === to ? `${presence} in ${from}` : `${presence} from ${from} to ${to}`];
    })
    .join(", ");
}

function steadyList(binary: string, units: readonly UnitTimeline[]): Html {
  const path = units[0]?.unit.path ?? [];
  const command = unitText(binary, { kind: "command", path, name: "" });
  return html`<details class="list">
    <summary><code>${command}</code> <span class="count">${units.length}</span></summary>
    <ul class="queue">
      ${units.map(({ unit, ranges }) => html`<li><code>${unitText(binary, unit)}</code> <span class="presence ${ranges[0]?.presence}">${presenceText[ranges[0]?.presence ?? "absent"]}</span></li> `)}
    </ul>
  </details> `;
}
