import type { Probe } from "../capture.ts";

/**
 * How many lines all helps begin with, such as a banner or a note that nobody is logged in: they tell nothing of any command.
 * The usage ends them. 0 for fewer than three helps, for those that say the same, and where the lines are blank.
 */
export function commonHeadLines(helps: readonly Probe[]): number {
  const [first, ...others] = [...new Set(helps.flatMap((probe) => (probe.type === "text" ? [probe.text] : [])))].map((text) =>
    text.split("\n"),
  );
  if (first === undefined || others.length < 2) return 0;
  const end = first.findIndex((line, index) => /^\s*usage\b/i.test(line) || !others.every((lines) => lines[index] === line));
  const head = first.slice(0, end === -1 ? first.length : end);
  return head.some((line) => line.trim() !== "") ? head.length : 0;
}

/** What a probe printed without its first lines. */
export function withoutHead(probe: Probe, lines: number): Probe {
  return probe.type === "failed" || lines === 0 ? probe : { ...probe, text: probe.text.split("\n").slice(lines).join("\n") };
}
