import { createReadStream } from "node:fs";
import { type Line, LineSplitter } from "@lockstep/runtime";

/**
 * The lines of a recording (option `record` of a run) that are not blank, as the run had them when `maxLineBytes` is that of the run.
 * Throws what the file system throws.
 */
export async function* recordedLines(file: string, maxLineBytes: number = defaultMaxLineBytes): AsyncGenerator<Line, void, undefined> {
  // Not node:readline: it also ends lines at a lone CR and at U+2028, which may stand in a JSON string.
  const splitter = new LineSplitter(maxLineBytes);
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) yield* filled(splitter.push(chunk));
  yield* filled(splitter.end());
}

/** A blank line is no event; one that was cut was not blank all along. */
export function isBlank(line: Line): boolean {
  return line.defect !== "over-limit" && line.text.trim() === "";
}

/** Of a line of stdout, in bytes. */
export const defaultMaxLineBytes: number = 16 * 1024 * 1024;

function filled(lines: readonly Line[]): Line[] {
  return lines.filter((line) => !isBlank(line));
}
