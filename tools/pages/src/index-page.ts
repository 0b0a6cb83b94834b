import { countOutcomes, currentVersion, queueSize } from "./counts.ts";
import { renderDocument, scrollBox } from "./document.ts";
import { html, type Html } from "./html.ts";
import type { CliPage, PageLink, Rendering } from "./model.ts";
import { shareText } from "./sections/surface-by-command.ts";

/** A CLI in the index. */
export interface IndexEntry {
  readonly page: CliPage;
  /** Of its page, relative to the index. */
  readonly href: string;
  /** Files of its manifest root, relative to the index. */
  readonly links: readonly PageLink[];
}

/** Renders the index of all CLIs as a whole HTML document, in the given order. */
export function renderIndexPage(entries: readonly IndexEntry[], rendering: Rendering): string {
  return renderDocument(
    {
      title: "Lockstep: CLIs",
      header: html`<p class="above">Lockstep</p>
        <h1>Tracked CLIs</h1>`,
      sections: [{ id: "clis", title: "Where each stands", content: table(entries) }],
      footer: html`<p>Made by <code>xtask report --format html --all</code> from committed files.</p>`,
      script: null,
    },
    rendering,
  );
}

function table(entries: readonly IndexEntry[]): Html {
  return html`<p>What the newest committed version of each has, and how much of it its wrapper has.</p>
    ${scrollBox(
      "CLIs",
      html`<table>
        <caption>
          ${entries.length} CLIs of
          <code>manifests/</code>
        </caption>
        <thead>
          <tr>
            <th scope="col">CLI</th>
            <th scope="col">Newest version</th>
            <th scope="col">Status</th>
            <th scope="col">Latest validated</th>
            <th scope="col" class="number">Versions</th>
            <th scope="col" class="number">Targets</th>
            <th scope="col" class="number">Units</th>
            <th scope="col">Covered</th>
            <th scope="col" class="number">To do</th>
            <th scope="col" class="number">To watch</th>
            <th scope="col">Files</th>
          </tr>
        </thead>
        <tbody>
          ${entries.map(entryRow)}
        </tbody>
      </table>`,
    )}`;
}

function entryRow({ page, href, links }: IndexEntry): Html {
  const { cli, binary, surface, queue, versions, targets, latestValidated } = page;
  const newest = currentVersion(page);
  const none = html`<td class="quiet nowrap">no wrapper</td>`;
  const covered =
    queue === null
      ? html`${none}
          <td></td>
          <td></td>`
      : html`<td class="nowrap">${shareText(countOutcomes(surface.flatMap(({ outcome }) => outcome ?? [])))}</td>
          <td class="number">${queueSize(queue, "to do")}</td>
          <td class="number">${queueSize(queue, "to watch")}</td>`;
  return html`<tr>
    <th scope="row"><a href="${href}">${binary}</a> <span class="quiet">${cli === binary ? null : cli}</span></th>
    <td>${newest?.version}</td>
    <td>${newest?.status}</td>
    <td>${latestValidated ?? html`<span class="quiet">none</span>`}</td>
    <td class="number">${versions.length}</td>
    <td class="number">${newest?.targets.length ?? 0} of ${targets.length}</td>
    <td class="number">${surface.length}</td>
    ${covered}
    <td>${links.map(({ text, href: target }, index) => html`${index === 0 ? null : ", "}<a href="${target}">${text}</a>`)}</td>
  </tr> `;
}
