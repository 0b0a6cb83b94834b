import type { Recording, WrapperScenario } from "@lockstep/contracts";

/** A recording to show. */
export interface ShownRecording {
  readonly cli: string;
  readonly scenarios: readonly WrapperScenario[];
  readonly recording: Recording;
  /** Where the document stands, and whether that was to be written. */
  readonly path: string | undefined;
  readonly isWritten: boolean;
  /** Whether it is the document that the root keeps, from which its coverage is derived. */
  readonly isKept: boolean;
  /** The words that lead a command to the same root. */
  readonly words: string;
}

/** The text for a person: what was seen, what no help shows of it, and the next step. */
export function renderRecording({ cli, scenarios, recording, path, isKept, isWritten, words }: ShownRecording): string {
  const { version, calls, units, unshown, environment, initialize } = recording;
  const rows = unshown.map(({ path: command, key, name, state, calls: count, note }) => [
    [command.join(" ") || "(root)", key ?? name ?? ""].join(" ").trimEnd(),
    state,
    countOf(count, "call"),
    note,
  ]);
  return [
    `${countOf(calls, "call")} of ${cli}, read with ${version}: ${countOf(scenarios.length, "command line")}, ${countOf(units.length, "unit")}`,
    ...(rows.length === 0
      ? [`The help of ${version} shows all of it`]
      : [`Not in the help of ${version}, or not used as it says:`, ...alignRows(rows)]),
    ...listOf(
      "Environment variables that it adds",
      environment.map(({ name, calls: count }) => [name, count]),
    ),
    ...listOf(
      "Fields of its initialize requests",
      initialize.map(({ key, calls: count }) => [key, count]),
    ),
    ...(path === undefined
      ? ["Keep it: --out <file> writes the scenarios and this evidence"]
      : [`${path} (${isWritten ? "written" : "unchanged"})`]),
    ...(isKept ? [`Its coverage: xtask wrapper-coverage ${words}`] : []),
    // The command of --from is cut at blanks.
    ...(isKept || path === undefined || /\s/.test(path) || scenarios.length === 0
      ? []
      : [`Its coverage: xtask wrapper-coverage ${words} --from 'cat ${path}' --out <file>`]),
  ].join("\n");
}

/** Rows with columns as wide as their longest cell; the last one runs on. */
function alignRows(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_cell, column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  return rows.map(
    (row) => `  ${row.map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0))).join("  ")}`,
  );
}

function listOf(title: string, names: readonly (readonly [name: string, calls: number])[]): readonly string[] {
  return names.length === 0 ? [] : [`${title}:`, ...alignRows(names.map(([name, count]) => [name, countOf(count, "call")]))];
}

function countOf(count: number, noun: string): string {
  return `${String(count)} ${noun}${count === 1 ? "" : "s"}`;
}
