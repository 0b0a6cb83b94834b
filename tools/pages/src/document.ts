import { html, trustedMarkup, type Html } from "./html.ts";
import type { Rendering } from "./model.ts";
import { pageStyles } from "./styles.ts";

/** One part of a page, under a heading of its own. */
export interface PageSection {
  readonly id: string;
  readonly title: string;
  readonly content: Html;
}

/** A whole page. */
export interface PageDocument {
  readonly title: string;
  /** Under the skip link, with the `h1`. */
  readonly header: Html;
  readonly sections: readonly PageSection[];
  readonly footer: Html;
  readonly script: string | null;
}

/**
 * Renders a whole page: one file that asks for no other. Its policy allows the script and the styles that stand in it, by their
 * hashes, and nothing else: no request, no form that is sent, no frame, no `<base>`.
 */
export function renderDocument({ title, header, sections, footer, script }: PageDocument, { sha256 }: Rendering): string {
  const hashOf = (text: string): string => `'sha256-${sha256(text)}'`;
  const policy = [
    "default-src 'none'",
    `style-src ${hashOf(pageStyles)}`,
    `script-src ${script === null ? "'none'" : hashOf(script)}`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return html`<!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <title>${title}</title>
        <link rel="icon" href="data:," />
        ${trustedMarkup(`<style>${pageStyles}</style>`)}
      </head>
      <body>
        <a class="skip" href="#content">Skip to the content</a>
        <header class="page"><div class="wide">${header}</div></header>
        ${sections.length < 2 ? null : contents(sections)}
        <main id="content" class="wide" tabindex="-1">
          ${sections.map(
            (section) =>
              html`<section id="${section.id}" aria-labelledby="${section.id}-title">
                <h2 id="${section.id}-title">${section.title}</h2>
                ${section.content}
              </section> `,
          )}
        </main>
        <footer><div class="wide">${footer}</div></footer>
        ${script === null ? null : trustedMarkup(`<script>${script}</script>`)}
      </body>
    </html> `.toString();
}

function contents(sections: readonly PageSection[]): Html {
  return html`<nav class="contents" aria-label="On this page">
    <ul class="wide">
      ${sections.map((section) => html`<li><a href="#${section.id}">${section.title}</a></li> `)}
    </ul>
  </nav>`;
}

/** A table that scrolls sideways in a box of its own, which the keyboard reaches. */
export function scrollBox(label: string, table: Html): Html {
  return html`<div class="scroll" role="region" aria-label="${label}" tabindex="0">${table}</div>`;
}
