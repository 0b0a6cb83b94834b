import { changeLabel, changeRank, changesBetween, changesByCommand, countText, isBetween, pairsKey, pairsText } from "../changes.ts";
import type { PageSection } from "../document.ts";
import { html, type Html } from "../html.ts";
import type { CliPage, PageChange } from "../model.ts";
import { commandKey, unitText } from "../unit-markup.ts";

/**
 * What changed from each version to the next, and a list of every change between any two with the versions that it lies between,
 * which grows with the changes and not with the pairs of versions. Where scripts run, the diff of two that are picked is made from it.
 */
export function versionDiffs(page: CliPage): PageSection {
  const names = page.versions.map(({ version }) => version);
  const title = "Changes between versions";
  if (names.length < 2) return { id: "changes", title, content: html`<p>There is only one version to compare.</p>` };
  const options = (chosen: string | undefined): readonly Html[] =>
    names.map((name) => html`<option value="${name}" ${name === chosen ? html` selected` : null}>${name}</option>`);
  const neighbours = names.slice(1).map((to, index): readonly [string, string] => [names[index] ?? "", to]);
  return {
    id: "changes",
    title,
    content: html`<p>
        What <code>xtask diff --no-replay</code> finds: what breaks calls of the wrapper is breaking, what only may is a warning.
      </p>
      <form id="diff-picker" class="filter" aria-label="Versions to compare" hidden>
        <label
          >From version<select name="from">
            ${options(names.at(-2))}
          </select></label
        >
        <label
          >To version<select name="to">
            ${options(names.at(-1))}
          </select></label
        >
        <output id="diff-none" hidden>Choose two versions that differ.</output>
      </form>
      ${neighbours.toReversed().map(([from, to], index) => neighbourDiff(page, from, to, index === 0))}
      ${names.length === 2 ? null : allChanges(page)}`,
  };
}

function neighbourDiff(page: CliPage, from: string, to: string, isOpen: boolean): Html {
  const changes = changesBetween(page, from, to);
  const remarks = page.remarks.filter(({ between }) => isBetween(page, between, from, to));
  return html`<details class="list" data-from="${from}" data-to="${to}" ${isOpen ? html` open` : null}>
    <summary>${from} → ${to} <span class="count">${countText(changes)}</span></summary>
    ${remarks.map(({ text }) => html`<p class="inside quiet">${text}</p> `)}
    ${changesByCommand(changes).map((group) => commandChanges(page, group, renderChange))}
  </details> `;
}

/** Every change once, with the versions that it lies between. */
function allChanges(page: CliPage): Html {
  const { changes, remarks } = page;
  return html`<details class="list" id="diff-all">
    <summary>Between any two versions <span class="count">${changes.length} different changes</span></summary>
    ${remarks.map(
      ({ text, between }) =>
        html`<p class="inside quiet" data-between="${pairsKey(page, between)}">
          ${text} <span class="between">${pairsText(between)}</span>
        </p> `,
    )}
    ${changesByCommand(changes).map((group) => commandChanges(page, group, renderDatedChange))}
  </details> `;
}

type RenderChange = (page: CliPage, change: PageChange) => Html;

function commandChanges(page: CliPage, group: readonly PageChange[], render: RenderChange): Html {
  const path = group[0]?.unit.path ?? [];
  return html`<h3 class="inside">
      <code>${unitText(page.binary, { kind: "command", path, name: "" })}</code> <span class="count">${group.length}</span>
    </h3>
    <ul class="queue">
      ${group.map((change) => render(page, change))}
    </ul>`;
}

function renderChange(page: CliPage, change: PageChange): Html {
  return html`<li>${changeText(page, change)}</li> `;
}

/** A change with what the script reads of it: its pairs, its rank and place in the order, and its command. */
function renderDatedChange(page: CliPage, change: PageChange): Html {
  const { unit, between } = change;
  return html`<li
    data-between="${pairsKey(page, between)}"
    data-rank="${changeRank(change)}"
    data-place="${page.changes.indexOf(change)}"
    data-label="${changeLabel(change)}"
    data-command="${commandKey(unit)}"
  >
    ${changeText(page, change)} <span class="between">${pairsText(between)}</span>
  </li> `;
}

function changeText({ binary, findingsHref }: CliPage, change: PageChange): Html {
  const { id, unit, text, reason, waiver } = change;
  const label = changeLabel(change);
  return html`<span class="change-${label}">${label}</span> <code>${unitText(binary, unit)}</code> ${text}
    ${findingsHref === null ? html`<code>${id}</code>` : html`<a href="${findingsHref}#${id}"><code>${id}</code></a>`}${
      reason === null ? null : html` <span class="about">${reason}</span>`
    }${waiver === null ? null : html` <span class="about">${waiver}</span>`}`;
}
