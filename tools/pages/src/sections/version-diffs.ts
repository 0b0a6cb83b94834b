import type { PageSection } from "../document.ts";
import { html, type Html } from "../html.ts";
import type { CliPage, PageChange, VersionDiff } from "../model.ts";
import { unitText } from "../unit-markup.ts";

const severities = ["breaking", "warning", "information"] as const satisfies readonly PageChange["severity"][];

/**
 * What changed from each version to the next; where scripts run, between the two that are picked. What changed between versions
 * further apart stands in templates, which cost a browser little until one is picked.
 */
export function versionDiffs({ binary, versions, diffs }: CliPage): PageSection {
  const names = versions.map(({ version }) => version);
  const title = "Changes between versions";
  if (names.length < 2) return { id: "changes", title, content: html`<p>There is only one version to compare.</p>` };
  const isAdjacent = ({ from, to }: VersionDiff): boolean => names.indexOf(to) - names.indexOf(from) === 1;
  const newestFirst = diffs.toReversed();
  const adjacent = newestFirst.filter(isAdjacent);
  const others = newestFirst.filter((diff) => !isAdjacent(diff));
  const options = (chosen: string | undefined): readonly Html[] =>
    names.map((name) => html`<option value="${name}" ${name === chosen ? html` selected` : null}>${name}</option>`);
  return {
    id: "changes",
    title,
    content: html`<form id="diff-picker" class="filter" aria-label="Versions to compare" hidden>
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
      ${adjacent.map((diff, index) => renderDiff(binary, diff, index === 0))}
      ${others.map((diff) => html`<template data-diff="${diff.from} ${diff.to}">${renderDiff(binary, diff, true)}</template>`)}`,
  };
}

/** The changes in a list for each severity and kind, the gravest first. */
function renderDiff(binary: string, { from, to, changes }: VersionDiff, isOpen: boolean): Html {
  const groups = severities.flatMap((severity) => {
    const grave = changes.filter((change) => change.severity === severity);
    return [...Map.groupBy(grave, ({ id }) => id).values()];
  });
  return html`<details class="list" data-from="${from}" data-to="${to}" ${isOpen ? html` open` : null}>
    <summary>${from} → ${to} <span class="count">${countText(changes)}</span></summary>
    ${groups.length === 0 ? html`<p class="inside">Both have the same units.</p>` : groups.map((group) => renderGroup(binary, group))}
  </details> `;
}

function renderGroup(binary: string, group: readonly PageChange[]): Html {
  const [first] = group;
  return html`<h3 class="inside">
      <span class="change-${first?.severity}">${first?.severity}</span> <code>${first?.id}</code> <span class="count">${group.length}</span>
    </h3>
    <ul class="queue">
      ${group.map(({ unit, text }) => html`<li><code>${unitText(binary, unit)}</code> <span class="about">${text}</span></li> `)}
    </ul>`;
}

/** How many changes there are, and how many of them ask for attention. */
function countText(changes: readonly PageChange[]): string {
  const grave = severities.slice(0, -1).flatMap((severity) => {
    const count = changes.filter((change) => change.severity === severity).length;
    return count === 0 ? [] : [`${String(count)} ${severity}`];
  });
  const all = changes.length === 1 ? "1 change" : `${changes.length === 0 ? "no" : String(changes.length)} changes`;
  return grave.length === 0 ? all : `${all}: ${grave.join(", ")}`;
}
