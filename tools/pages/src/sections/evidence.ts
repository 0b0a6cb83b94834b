import type { PageSection } from "../document.ts";
import { html, type Html } from "../html.ts";
import type { CliPage, PageLink } from "../model.ts";

/** Links to the committed files that the page is made from. */
export function evidence({ versions, evidence: common }: CliPage): PageSection {
  return {
    id: "evidence",
    title: "Evidence",
    content: html`<p>The committed files that this page is made from, relative to it.</p>
      <h3>All versions</h3>
      ${links(common)}
      ${versions.toReversed().map(
        ({ version, evidence: files }) =>
          html`<h3>${version}</h3>
            ${links(files)} `,
      )}`,
  };
}

function links(files: readonly PageLink[]): Html {
  return html`<ul class="links">
    ${files.map(
      ({ text, href }) =>
        html`<li>
          <a href="${href}"><code>${text}</code></a>
        </li> `,
    )}
  </ul>`;
}
