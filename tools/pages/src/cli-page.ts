import { countOutcomes, currentVersion, queueSize } from "./counts.ts";
import { renderDocument } from "./document.ts";
import { html, type Html } from "./html.ts";
import type { CliPage, OutcomeCounts, Rendering } from "./model.ts";
import { pageScript } from "./script.ts";
import { coverageByTarget } from "./sections/coverage-by-target.ts";
import { evidence } from "./sections/evidence.ts";
import { surfaceByCommand } from "./sections/surface-by-command.ts";
import { timeline } from "./sections/timeline.ts";
import { trend } from "./sections/trend.ts";
import { versionDiffs } from "./sections/version-diffs.ts";
import { workQueue } from "./sections/work-queue.ts";

/** Renders the page of one CLI as a whole HTML document that needs no other file. The same input gives the same bytes. */
export function renderCliPage(page: CliPage, rendering: Rendering): string {
  return renderDocument(
    {
      title: `${page.cli} – Lockstep`,
      header: header(page),
      sections: [
        workQueue(page),
        surfaceByCommand(page),
        coverageByTarget(page),
        trend(page),
        timeline(page),
        versionDiffs(page),
        evidence(page),
      ],
      footer: html`<p>
        Made by <code>xtask report --format html</code> from committed files. It asks for no other file and runs without scripts; with them
        the work queue can be filtered and any two versions compared.
      </p>`,
      script: pageScript,
    },
    rendering,
  );
}

function header(page: CliPage): Html {
  const { cli, binary, indexHref, latestValidated, minSupported, versions, surface, queue } = page;
  const newest = currentVersion(page);
  const counts = countOutcomes(surface.flatMap(({ outcome }) => outcome ?? []));
  const fact = (term: string, value: string | number, more: string | null = null): Html =>
    html`<div>
      <dt>${term}</dt>
      <dd>${value}${more === null ? null : html`<small>${more}</small>`}</dd>
    </div> `;
  return html`<p class="above">
      ${indexHref === null ? "Lockstep" : html`<a href="${indexHref}">All CLIs</a>`} / <code>manifests/${cli}</code>
    </p>
    <h1>
      ${binary} ${newest?.version}
      ${newest?.status === null || newest === undefined ? null : html`<span class="status">${newest.status}</span>`}
    </h1>
    <dl class="facts">
      ${fact("Latest validated", latestValidated ?? "none")}${fact("Oldest supported", minSupported ?? "none")}${fact(
        "Versions",
        versions.length,
        versions.length < 2 ? null : `${versions[0]?.version ?? ""} to ${versions.at(-1)?.version ?? ""}`,
      )}${fact("Targets", `${String(newest?.targets.length ?? 0)} of ${String(page.targets.length)}`, "with a snapshot")}${
        queue === null
          ? fact("Units", surface.length, "no wrapper is measured")
          : [
              fact("Covered", `${String(counts.covered + counts.atRisk)} of ${String(counts.units)}`, remainderText(counts)),
              fact("To do", queueSize(queue, "to do"), `${String(queueSize(queue, "to watch"))} to watch`),
            ]
      }${evidenceTime(newest?.generatedAt ?? null, newest?.targets.map(({ collectedAt }) => collectedAt) ?? [])}
    </dl>`;
}

/** What becomes of the units that the wrapper does not have. */
function remainderText({ missing, intentionallyUnsupported, excluded, hidden }: OutcomeCounts): string {
  const parts = [
    [missing, "missing"],
    [intentionallyUnsupported, "left out"],
    [excluded, "excluded"],
    [hidden, "hidden"],
  ] as const;
  const text = parts.flatMap(([count, what]) => (count === 0 ? [] : [`${String(count)} ${what}`])).join(", ");
  return text === "" ? "all units" : text;
}

/** When the evidence was made: the report's time, or the latest snapshot's. */
function evidenceTime(generatedAt: string | null, collectedAt: readonly string[]): Html | null {
  const time = generatedAt ?? collectedAt.toSorted().at(-1);
  if (time === undefined) return null;
  return html`<div>
    <dt>${generatedAt === null ? "Snapshot taken" : "Report made"}</dt>
    <dd><time datetime="${time}">${time.slice(0, 10)}</time><small>${time.slice(11)}</small></dd>
  </div> `;
}
