import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { escapeText, html, trustedMarkup } from "../src/html.ts";
import { attribute, parsePage, textOf } from "./parsed-page.ts";

test("html`` escapes texts, takes markup as it is, joins lists and leaves nothing out", () => {
  const link = html`<a title="${`"'`}">${"<b>&"}</a>`;
  assert.equal(link.toString(), `<a title="&quot;&#39;">&lt;b&gt;&amp;</a>`);
  assert.equal(html`<p>${[link, [" ", 7], null, undefined]}${0}</p>`.toString(), `<p>${link.toString()} 70</p>`);
  assert.equal(trustedMarkup("<b>").toString(), "<b>");
});

test("html`` takes a line break of the template for one, however it is indented, and keeps those of texts", () => {
  const list = html`<ul>
    <li>${"a\n   b"}</li>

    ${null}
  </ul>`;
  assert.equal(list.toString(), "<ul>\n<li>a\n   b</li>\n\n</ul>");
});

test("html`` does not take an object for markup that only looks like it", () => {
  const forged = { toString: () => "<script>" } as unknown as string;
  assert.throws(() => html`<p>${forged}</p>`.toString(), TypeError);
});

test("escapeText() replaces what HTML cannot have", () => {
  assert.equal(escapeText("a\u0000b\u001b[0m\u0085\ud800\ufffe\u{1ffff}\r\nc\td\re"), "a\ufffdb\ufffd[0m\ufffd\ufffd\ufffd\ufffd\nc\td\ne");
});

test("a text of any kind comes back from a page as it was, from an element and from an attribute", () => {
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.string({
      unit: fc.constantFrom("<", ">", "&", '"', "'", "/", "!", "-", "script", "title", "amp;", "#60;", "=", " ", "\n", "\u0000", "\ud83d"),
    }),
  );
  fc.assert(
    fc.property(text, (value) => {
      const page = html`<!DOCTYPE html>
        <html lang="en">
          <head>
            <title>t</title>
          </head>
          <body>
            <p title="${value}">${value}</p>
          </body>
        </html>`.toString();
      const { mistakes, elements } = parsePage(page);
      assert.deepEqual(mistakes, []);
      const [paragraph, ...others] = elements.filter(({ tagName }) => !["html", "head", "title", "body"].includes(tagName));
      assert.ok(paragraph !== undefined && others.length === 0);
      assert.equal(paragraph.attrs.length, 1);
      const kept = value
        .toWellFormed()
        .replaceAll(/\r\n?/g, "\n")
        .replaceAll(/[^\P{Cc}\t\n]|\p{Noncharacter_Code_Point}/gu, "\u{fffd}");
      assert.equal(textOf(paragraph), kept);
      assert.equal(attribute(paragraph, "title"), kept);
    }),
    { numRuns: 500 },
  );
});
