import type { ToolError } from "@lockstep/kernel";
import { wrapText } from "../text-columns.ts";
import type { WatchedCli } from "./watch-cli.ts";

/** The table for people, what was odd, and how to take in each release that is to be taken in. */
export function renderWatch(
  clis: readonly WatchedCli[],
  unanswered: readonly { readonly cli: string; readonly error: ToolError }[],
): string {
  const rows = [
    ["cli", "known here", "upstream", "policy", ""],
    ...clis.map((watched) => [
      watched.cli,
      watched.known?.version ?? "none",
      watched.upstreamNewest ?? "-",
      watched.policy ?? "-",
      verdict(watched),
    ]),
    ...unanswered.map(({ cli }) => [cli, "?", "?", "?", "no answer"]),
  ];
  const widths = rows[0]?.map((_cell, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  const warnings = clis.flatMap(({ cli, warnings: own }) => own.map(({ message }) => wrapText(`${cli}: `, message)));
  const work = clis.filter(({ next }) => next.length > 0);
  return [
    ...lines,
    ...(warnings.length === 0 ? [] : ["", ...warnings]),
    ...work.flatMap(({ cli, candidate, targets, next }) => [
      "",
      wrapText(`${cli} ${candidate ?? ""} on `, targets.map(({ target, isRequired }) => (isRequired ? `${target}*` : target)).join(", ")),
      ...next.map((command) => `  ${command}`),
    ]),
    ...(work.length === 0 ? [] : ["", "* required target"]),
  ].join("\n");
}

function verdict({ state, releasesBehind, candidate, reasons }: WatchedCli): string {
  switch (state) {
    case "behind":
      return reasons.some(({ code }) => code === "only-pinned")
        ? `${candidate ?? ""} is pinned, not snapshotted`
        : `behind by ${String(releasesBehind)} ${releasesBehind === 1 ? "release" : "releases"}: take in ${candidate ?? ""}`;
    case "current":
      return "up to date";
    case "ahead":
      return "nothing newer than what is known here";
    case "unwatched":
      return "not watched";
  }
}
