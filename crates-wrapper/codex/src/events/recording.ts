import { createReadStream } from "node:fs";
import { type Line, LineSplitter } from "@lockstep/runtime";
import { type CodexEvent, parseEvent } from "./event.ts";

/**
 * The events of a recording (option `record` of a run), as the run gave them when `maxLineBytes` is that of the run.
 * A relative path begins at the directory of this process, that of `record` at the `cwd` of the client.
 * Throws what the file system throws.
 * @example
 * ```ts
 * import { readRecording } from "@lockstep/codex";
 *
 * for await (const event of readRecording("/path/to/recordings/run-1.jsonl")) {
 *   if (event.type === "item.completed" && event.item.type === "command_execution") process.stdout.write(`${event.item.command}\n`);
 * }
 * ```
 */
export async function* readRecording(
  file: string,
  { maxLineBytes = defaultMaxLineBytes }: { readonly maxLineBytes?: number } = {},
): AsyncGenerator<CodexEvent, void, undefined> {
  // Not node:readline: it also ends lines at a lone CR and at U+2028, which may stand in a JSON string.
  const splitter = new LineSplitter(maxLineBytes);
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) yield* eventsOf(splitter.push(chunk));
  yield* eventsOf(splitter.end());
}

/** A blank line is no event; one that was cut was not blank all along. */
export function isBlank(line: Line): boolean {
  return line.defect !== "over-limit" && line.text.trim() === "";
}

/** Of a line of codex's stdout, in bytes. */
export const defaultMaxLineBytes: number = 16 * 1024 * 1024;

function eventsOf(lines: readonly Line[]): CodexEvent[] {
  return lines.filter((line) => !isBlank(line)).map((line) => parseEvent(line));
}
