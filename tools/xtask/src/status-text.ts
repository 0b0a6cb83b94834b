import type { NewestVersion, QueueCounts, TargetPointers, WindowVersion } from "@lockstep/parity/status";
import type { CliStatus, Problem } from "./stages/status.ts";
import { wrapCommand, wrapText } from "./text-columns.ts";

/** How many violations of one file are printed; the document of `--json` has all. */
const shownOfAFile = 3;

/** The status of one CLI for the terminal: where it stands, what is broken, and last what to do next. */
export function renderStatus(status: CliStatus): string {
  const { cli, root, unread } = status;
  return [
    `${cli} (${root})`,
    ...(unread === null ? standingLines(status) : [wrapText("  cannot be read further: ", unread)]),
    "",
    ...problemLines(status),
    "",
    ...status.next.flatMap(({ reason, command }, index) => [
      wrapText(index === 0 ? "Next: " : "Then: ", `${reason}:`),
      command.startsWith("xtask ") ? wrapCommand("  ", command) : wrapText("  ", command),
    ]),
  ].join("\n");
}

function standingLines(status: CliStatus): readonly string[] {
  const { hasWrapper, scenariosProblem, latestValidated, minSupported, newest, versions, queue } = status;
  return [
    `  latest validated  ${latestValidated ?? "none"}`,
    `  min supported     ${minSupported ?? "none"}`,
    wrapText("  newest known      ", newest === null ? "none" : newestText(newest)),
    ...(hasWrapper ? [] : [wrapText("  wrapper           ", "none, so its versions stay snapshotted and there is no work queue")]),
    ...(scenariosProblem === null
      ? []
      : [wrapText("  scenarios         ", `cannot be run here, so wrapper_coverage.json is taken as it is: ${scenariosProblem}`)]),
    "",
    ...pointerLines(status.pointers),
    ...(versions.length === 0 ? [] : ["", "  versions that verify looks at", ...versions.flatMap(versionLines)]),
    ...(queue === null ? [] : ["", `  work queue of ${queue.version}, the newest reported version`, ...queueLines(queue.views)]),
  ];
}

const standings: Readonly<Record<NewestVersion["standing"], string>> = {
  pinned: "only pinned, not yet snapshotted",
  snapshotted: "only snapshotted, not yet compared with a wrapper",
  reported: "reported, not yet validated",
  validated: "validated",
  supported: "supported on every target",
};
const origins: Readonly<Record<NewestVersion["knownFrom"][number], string>> = {
  lock: "artifacts.lock.json",
  snapshots: "snapshots/",
  versions: "versions/",
};

function newestText({ version, standing, knownFrom }: NewestVersion): string {
  return `${version}, ${standings[standing]} (known from ${knownFrom.map((origin) => origins[origin]).join(", ")})`;
}

function pointerLines(pointers: readonly TargetPointers[]): readonly string[] {
  const rows = [
    { target: "target (* required)", validated: "validated", supported: "supported" },
    ...pointers.map(({ target, isRequired, latestValidated, latestSupported }) => ({
      target: isRequired ? `${target} *` : target,
      validated: latestValidated ?? "none",
      supported: latestSupported ?? "none",
    })),
  ];
  const widthOf = (column: "target" | "validated"): number => Math.max(...rows.map((row) => row[column].length));
  return rows.map((row) => `  ${row.target.padEnd(widthOf("target"))}  ${row.validated.padEnd(widthOf("validated"))}  ${row.supported}`);
}

function versionLines({ version, status, snapshots, union, missingTargets }: WindowVersion): readonly string[] {
  const count = `${String(snapshots.length)} of ${String(snapshots.length + missingTargets.length)} targets`;
  const unionText = {
    complete: "union complete",
    incomplete: `union without ${missingTargets.join(", ")}`,
    missing: `no union; ${missingTargets.length === 0 ? "no target is missing" : `without ${missingTargets.join(", ")}`}`,
  }[union];
  return [wrapText(`  ${version.padEnd(9)} `, `${status ?? "no metadata"}; snapshots of ${count}; ${unionText}`)];
}

function queueLines(views: readonly QueueCounts[]): readonly string[] {
  if (views.length === 0) return ["  no report of it is committed"];
  const names: Readonly<Record<string, string>> = { any: "any target", all: "every target" };
  const width = Math.max(...views.map(({ view }) => (names[view] ?? view).length));
  return views.map((counts) => wrapText(`  ${(names[counts.view] ?? counts.view).padEnd(width)}  `, countsText(counts)));
}

function countsText({ missing, unsupported, atRisk, hidden }: QueueCounts): string {
  const kinds = [counted(missing.commands, "command"), counted(missing.flags, "flag"), counted(missing.args, "arg")].filter(
    (kind) => !kind.startsWith("0 "),
  );
  const others = [
    [unsupported, "unsupported"],
    [atRisk, "at risk"],
    [hidden, "hidden"],
  ] as const;
  return [
    kinds.length === 0 ? "nothing missing" : `missing ${kinds.join(", ")}`,
    ...others.flatMap(([count, name]) => (count === 0 ? [] : [`${String(count)} ${name}`])),
  ].join("; ");
}

function counted(count: number, noun: string): string {
  return `${String(count)} ${noun}${count === 1 ? "" : "s"}`;
}

function problemLines({ problems, filesChecked }: CliStatus): readonly string[] {
  if (problems.length === 0) {
    const nothing = filesChecked === 0 ? "there is nothing to verify yet" : `verify finds its ${counted(filesChecked, "file")} current`;
    return [wrapText("  ", `${nothing}, and validate no violation`)];
  }
  const stale = problems.filter(({ foundBy }) => foundBy === "verify");
  const violations = problems.filter(({ foundBy }) => foundBy === "validate");
  const byFile = [...Map.groupBy(violations, ({ path }) => path)];
  // Files that lack the same are one entry.
  const alike = Map.groupBy(byFile, ([, found]) => JSON.stringify(found.map(({ code, problem, fix }) => [code, problem, fix])));
  return [
    `  ${counted(stale.length, "finding")} of verify, ${counted(violations.length, "violation")} of validate`,
    ...stale.flatMap(({ path, problem, fix }) => [wrapText("  - ", `${path} ${problem}`), fixLine(fix)]),
    ...[...alike.values()].flatMap((same) =>
      violationLines(
        same.map(([path]) => path),
        same[0]?.[1] ?? [],
      ),
    ),
  ];
}

function violationLines(paths: readonly string[], found: readonly Problem[]): readonly string[] {
  const more = found.length - shownOfAFile;
  return [
    ...paths.map((path, index) => `${index === 0 ? "  - " : "    "}${path}`),
    ...found.slice(0, shownOfAFile).map(({ code, problem }) => wrapText("    ", `${code ?? ""} ${problem}`)),
    ...(more > 0 ? [`    and ${counted(more, "more violation")}`] : []),
    ...[...new Set(found.map(({ fix }) => fix))].map(fixLine),
  ];
}

function fixLine(fix: string): string {
  return fix.startsWith("xtask ") ? wrapCommand("    fix: ", fix) : wrapText("    fix: ", fix);
}
