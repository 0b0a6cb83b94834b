import type { CliSupport, TargetSupport, VersionSupport } from "./build-matrix.ts";

/** The support matrix as Markdown: a section with a table for each CLI, laid out as a formatter leaves it. Ends with a line break. */
export function renderMatrix(clis: readonly CliSupport[]): string {
  return clis.map(renderCli).join("\n");
}

function renderCli({ cli, tool, latestValidated, minSupported, targets, versions }: CliSupport): string {
  const head = [
    "version",
    "status",
    ...targets.map(({ target, isRequired }) => `${target}${isRequired ? " (required)" : ""}`),
    "missing",
    "at risk",
  ];
  const rows = versions
    .toReversed()
    .map((version) => [version.version, version.status ?? "no metadata", ...version.targets.map(cellOf), ...queueCells(version)]);
  const pointed = targets.filter(({ latestValidated: validated }) => validated !== null && validated !== latestValidated);
  return [
    `### ${tool} (\`${cli}\`)`,
    "",
    [
      `Latest validated: ${latestValidated ?? "none"}. Oldest supported: ${minSupported ?? "none"}.`,
      ...pointed.map(({ target, latestValidated: validated }) => `On ${target} the latest validated is ${validated ?? ""}.`),
    ].join(" "),
    "",
    ...(versions.length === 0 ? ["No version is committed."] : markdownTable(head, rows)),
    "",
  ].join("\n");
}

/** What is known of a version on a target, in the words of its metadata. */
function cellOf({ hasSnapshot, isSupported, validation }: TargetSupport): string {
  const words = [
    ...(validation === null || validation === "skipped" ? [] : [validation === "passed" ? "validated" : "failed"]),
    ...(isSupported ? ["supported"] : []),
  ];
  if (words.length > 0) return words.join(", ");
  return hasSnapshot ? "snapshot" : "–";
}

/** Missing commands, flags and args that the wrapper lacks, and units that it uses and upstream is about to remove. */
function queueCells({ queue }: VersionSupport): readonly string[] {
  if (queue === null) return ["–", "–"];
  const { commands, flags, args } = queue.missing;
  return [String(commands + flags + args), String(queue.atRisk)];
}

/** A table with cells as wide as the widest of their column, as the formatter of this repository wants it. */
function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const widths = head.map((cell, column) => Math.max(3, cell.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string => `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  return [line(head), `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`, ...rows.map(line)];
}
