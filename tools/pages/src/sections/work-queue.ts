import { queueSize } from "../counts.ts";
import type { PageSection } from "../document.ts";
import { html, type Html } from "../html.ts";
import type { CliPage, QueueItem, QueueList } from "../model.ts";
import { commandKey, unitText } from "../unit-markup.ts";

const urgencies = [
  { urgency: "to do", title: "To do", meaning: "Upstream has it, and the wrapper does not." },
  { urgency: "to watch", title: "To watch", meaning: "The wrapper has it, and upstream hides, deprecates or does not have it here." },
  { urgency: "settled", title: "Settled", meaning: "Nothing to do: left out for a reason, or on its way out upstream." },
] as const satisfies readonly { readonly urgency: QueueList["urgency"]; readonly title: string; readonly meaning: string }[];

/** The lists of the newest report, with a form that filters them where scripts run; each list opens and closes. */
export function workQueue(page: CliPage): PageSection {
  const title = "Work queue";
  const { queue, current } = page;
  if (queue === null) return { id: "queue", title, content: html`<p>No wrapper of this CLI is measured, so that there is no queue.</p>` };
  return {
    id: "queue",
    title,
    content: html`<p>The lists of the report of ${current}, over any of its targets.</p>
      ${filterForm(page, queue)}
      ${urgencies.map(({ urgency, title: heading, meaning }) => {
        const lists = queue.filter((list) => list.urgency === urgency && list.items.length > 0);
        return html`<h3>${heading} (${queueSize(queue, urgency)})</h3>
          <p class="quiet">${meaning}</p>
          ${lists.length === 0 ? html`<p>Nothing.</p>` : lists.map((list) => queueList(page, list))}`;
      })}`,
  };
}

function filterForm({ binary, targets }: CliPage, queue: readonly QueueList[]): Html {
  const items = queue.flatMap((list) => list.items);
  // With the commands above those that have something in a list.
  const paths = items.flatMap(({ unit: { path } }) => path.map((_token, index) => ({ path: path.slice(0, index + 1) })));
  const commands = [...new Set(paths.map(commandKey))];
  const options = (values: readonly string[]): readonly Html[] => values.map((value) => html`<option value="${value}">${value}</option>`);
  return html`<form id="queue-filter" class="filter" aria-label="Filter the work queue" hidden>
    <label>Text<input name="text" type="search" autocomplete="off" spellcheck="false" /></label>
    <label
      >Command and below<select name="command">
        <option value="">all of ${binary}</option>
        ${options(commands)}
      </select></label
    >
    <label
      >Kind<select name="kind">
        <option value="">all</option>
        ${options(["command", "flag", "arg"])}
      </select></label
    >
    <label
      >Target<select name="target">
        <option value="">any</option>
        ${options(targets.map(({ target }) => target))}
      </select></label
    >
    <label
      >List<select name="delta">
        <option value="">all</option>
        ${queue.filter((list) => list.items.length > 0).map(({ delta }) => html`<option value="${delta}">${deltaText(delta)}</option>`)}
      </select></label
    >
    <button type="button">Clear</button>
    <output id="queue-found">${items.length} units</output>
  </form>`;
}

function queueList({ binary, versions, current }: CliPage, { delta, items, urgency }: QueueList): Html {
  const all = versions.find(({ version }) => version === current)?.targets.length;
  return html`<details class="list" data-delta="${delta}" ${urgency === "settled" ? null : html` open`}>
    <summary>${deltaText(delta)} <span class="count">${items.length}</span></summary>
    ${chunks(items).map(
      (chunk) =>
        html`<ul class="queue">
          ${chunk.map((item) => queueItem(binary, item, all))}
        </ul> `,
    )}
  </details> `;
}

/** @param all how many targets the version has; an item that is about as many does not name them */
function queueItem(binary: string, { unit, targets, state, note }: QueueItem, all: number | undefined): Html {
  const where = targets.length === 0 || targets.length === all ? null : html` <span class="about">[${targets.join(", ")}]</span>`;
  return html`<li data-kind="${unit.kind}" data-command="${commandKey(unit)}" data-targets="${targets.join(" ")}">
    <code>${unitText(binary, unit)}</code>${state === null ? null : html` <span class="mark at-risk">${state}</span>`}${where}${
      note === null ? null : html` <span class="about">${note}</span>`
    }
  </li> `;
}

/** How many items a browser lays out together. It passes over chunks that are far from what is seen, also when they are filtered. */
const chunkSize = 40;

function chunks(items: readonly QueueItem[]): readonly (readonly QueueItem[])[] {
  return Array.from({ length: Math.ceil(items.length / chunkSize) }, (_, index) => items.slice(index * chunkSize, (index + 1) * chunkSize));
}

function deltaText(delta: string): string {
  return delta.replaceAll("_", " ");
}
