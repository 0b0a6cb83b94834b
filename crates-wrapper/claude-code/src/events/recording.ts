import { recordedLines } from "@lockstep/wrapper";
import { type ClaudeEvent, parseEvent } from "./event.ts";

/**
 * The events of a recording (option `record` of a run), as the run gave them when `maxLineBytes` is that of the run.
 * A relative path begins at the directory of this process, that of `record` at the `cwd` of the client.
 * Throws what the file system throws.
 * @example
 * ```ts
 * import { readRecording } from "@lockstep/claude-code";
 *
 * for await (const event of readRecording("/path/to/recordings/run-1.jsonl")) {
 *   if (event.type === "result") process.stdout.write(`${event.subtype}: ${event.total_cost_usd} USD\n`);
 * }
 * ```
 */
export async function* readRecording(
  file: string,
  { maxLineBytes }: { readonly maxLineBytes?: number } = {},
): AsyncGenerator<ClaudeEvent, void, undefined> {
  for await (const line of recordedLines(file, maxLineBytes)) yield parseEvent(line);
}
