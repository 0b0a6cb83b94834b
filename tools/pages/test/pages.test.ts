import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { renderCliPage, renderIndexPage, renderSummaryMarkdown, type CliPage } from "@lockstep/pages";
import { assertGolden } from "@lockstep/testing";
import { attribute, parsePage, textOf, type Element } from "./parsed-page.ts";
import { emptyPage, pageOf, rendering, smallPage, wrapperlessPage } from "./small-page.ts";

const golden = (name: string): string => join(import.meta.dirname, "golden", name);
const indexOf = (...pages: readonly CliPage[]): string =>
  renderIndexPage(
    pages.map((page) => ({ page, href: "tool.html", links: [{ text: "rules", href: "../../manifests/tool/RULES.json" }] })),
    rendering,
  );

const hostile = `</script></style></title>--><script>alert(1)</script><img src=x onerror=alert(1)>"' onmouseover='alert(1)`;
const pages: Readonly<Record<string, string>> = {
  "a CLI": renderCliPage(smallPage, rendering),
  "a CLI without a wrapper": renderCliPage(wrapperlessPage, rendering),
  "a CLI without a version": renderCliPage(emptyPage, rendering),
  "a CLI with one version": renderCliPage({ ...smallPage, versions: smallPage.versions.slice(2), changes: [], remarks: [] }, rendering),
  "a CLI with hostile texts": renderCliPage(pageOf(hostile), rendering),
  "a CLI with empty texts": renderCliPage(pageOf(""), rendering),
  "the index": indexOf(smallPage, wrapperlessPage, emptyPage),
  "the index of hostile texts": indexOf(pageOf(hostile)),
};

test("the page of a CLI is as it was", () => assertGolden(golden("tool.html"), pages["a CLI"] ?? ""));
test("the index is as it was", () => assertGolden(golden("index.html"), pages["the index"] ?? ""));
test("the summary is as it was", () => assertGolden(golden("summary.md"), renderSummaryMarkdown(smallPage)));

test("the same input gives the same page", () => {
  assert.equal(renderCliPage(structuredClone(smallPage), rendering), pages["a CLI"]);
  assert.equal(renderSummaryMarkdown(structuredClone(smallPage)), renderSummaryMarkdown(smallPage));
});

for (const [name, page] of Object.entries(pages)) {
  const { mistakes, elements } = parsePage(page);
  const all = (tag: string): readonly Element[] => elements.filter(({ tagName }) => tagName === tag);

  test(`the page of ${name} is valid, and its script and styles are the only ones`, () => {
    assert.deepEqual(mistakes, []);
    const isIndex = name.startsWith("the index");
    assert.deepEqual([all("script").length, all("style").length, all("img").length], [isIndex ? 0 : 1, 1, 0]);
    const handlers = elements.flatMap(({ attrs }) => attrs.filter((each) => each.name.startsWith("on") || each.name === "style"));
    assert.deepEqual(handlers, []);
    const policy = attribute(all("meta").find((meta) => attribute(meta, "http-equiv") !== undefined) ?? assert.fail(), "content") ?? "";
    assert.match(policy, /^default-src 'none'; style-src 'sha256-[^']+'; script-src /);
    for (const element of [...all("script"), ...all("style")]) {
      assert.ok(
        policy.includes(`${element.tagName}-src 'sha256-${rendering.sha256(textOf(element))}'`),
        `the policy forbids its ${element.tagName}`,
      );
    }
  });

  test(`the page of ${name} asks for nothing, and leads to nothing but relative files and its own parts`, () => {
    const loading = elements.flatMap(({ attrs }) =>
      attrs.filter((each) => ["src", "srcset", "data", "action", "poster"].includes(each.name)),
    );
    assert.deepEqual(loading, []);
    assert.deepEqual(
      all("link").map((link) => attribute(link, "href")),
      ["data:,"],
    );
    const ids = elements.flatMap((element) => attribute(element, "id") ?? []);
    const hrefs = all("a").map((link) => attribute(link, "href") ?? "");
    assert.ok(hrefs.length > 0);
    for (const href of hrefs) assert.ok(href.startsWith("#") ? ids.includes(href.slice(1)) : /^[\w.][\w./%-]*(#[\w-]+)?$/.test(href), href);
    if (!name.includes("texts")) assert.doesNotMatch(page, /https?:|\/\/\w/);
  });

  test(`the page of ${name} has landmarks, headings in order, and names for what is read out`, () => {
    for (const landmark of ["main", "header", "footer", "h1"]) assert.equal(all(landmark).length, 1, landmark);
    const levels = elements.flatMap(({ tagName }) => /^h([1-6])$/.exec(tagName)?.[1] ?? []).map(Number);
    for (const [index, level] of levels.entries())
      assert.ok(level <= (levels[index - 1] ?? 0) + 1, `h${String(level)} at ${String(index)}`);
    const ids = elements.flatMap((element) => attribute(element, "id") ?? []);
    assert.deepEqual(ids, [...new Set(ids)]);
    const labelled = elements.flatMap((element) => attribute(element, "aria-labelledby") ?? []);
    assert.deepEqual(
      labelled.filter((id) => !ids.includes(id)),
      [],
    );
    assert.deepEqual(
      all("th").filter((cell) => attribute(cell, "scope") === undefined),
      [],
    );
    const boxes = elements.filter((element) => attribute(element, "class") === "scroll");
    for (const box of boxes) assert.deepEqual([attribute(box, "tabindex"), attribute(box, "role")], ["0", "region"]);
    assert.equal(boxes.length, all("table").length);
    assert.ok(attribute(all("html")[0] ?? assert.fail(), "lang") === "en");
  });

  test(`the tables of ${name} have as many cells in each row as they have columns`, () => {
    const cells = (row: Element): number =>
      row.childNodes.filter((node) => "tagName" in node && ["th", "td"].includes(node.tagName)).length;
    for (const table of all("table")) {
      const rows = parsePage(
        `<!DOCTYPE html><title>t</title>${page.slice(table.sourceCodeLocation?.startOffset, table.sourceCodeLocation?.endOffset)}`,
      )
        .elements.filter(({ tagName }) => tagName === "tr")
        .map(cells);
      assert.ok(rows.length > 0);
      assert.deepEqual(
        rows,
        rows.map(() => rows[0]),
      );
    }
  });
}

test("a hostile text stands in the page as a text", () => {
  const { elements } = parsePage(pages["a CLI with hostile texts"] ?? "");
  const texts = elements.filter(({ tagName }) => tagName === "code").map(textOf);
  assert.ok(texts.some((text) => text.includes(hostile)));
});

test("without scripts every unit, list and diff stands in the page, and no control that needs one is shown", () => {
  const { elements } = parsePage(pages["a CLI"] ?? "");
  const hidden = elements.filter((element) => attribute(element, "hidden") !== undefined).map(({ tagName }) => tagName);
  assert.deepEqual(hidden, ["form", "form", "output"]);
  const diffs = elements.flatMap((element) =>
    attribute(element, "data-from") === undefined
      ? []
      : [`${attribute(element, "data-from") ?? ""} ${attribute(element, "data-to") ?? ""}`],
  );
  assert.deepEqual(diffs, ["1.1.0 1.2.0", "1.0.0 1.1.0"]);
  const items = elements.filter((element) => attribute(element, "data-kind") !== undefined).map((item) => textOf(item).trim());
  assert.deepEqual(items, ["exec --json", "exec --old hidden", "exec <PROMPT> Given otherwise."]);
});

test("the summary of an older version tells what changed up to it", () => {
  assert.match(renderSummaryMarkdown({ ...smallPage, current: "1.1.0" }), /\n### Changes from 1\.0\.0 to 1\.1\.0: 1\n/);
  assert.doesNotMatch(renderSummaryMarkdown({ ...smallPage, current: "1.0.0" }), /Changes/);
});

test("the summary shows a bar of a unit as it is, and keeps that of a target out of its table", () => {
  const item = { unit: { kind: "arg", path: ["run"], name: "A|B" }, targets: [], state: null, note: null } as const;
  const target = { target: "a|b", isRequired: false, latestValidated: null, latestSupported: null };
  const summary = renderSummaryMarkdown({
    ...smallPage,
    targets: [target],
    queue: [{ delta: "missing_args", urgency: "to do", items: [item] }],
  });
  assert.ok(summary.includes("\n- `run <A|B>`\n"));
  assert.ok(summary.includes("\n| `a\\|b` | no snapshot |"));
});

test("the summary escapes what Markdown or HTML would read", () => {
  const summary = renderSummaryMarkdown(pageOf("a|b <b>`x` @all #1 [l](u)"));
  assert.doesNotMatch(summary.replaceAll(/(`+)[^`].*?\1/g, ""), /(?<!\\)[<@`]|(?<!\\)\[l/);
});
