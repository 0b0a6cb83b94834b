import { recordedLines } from "@lockstep/wrapper";
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
  { maxLineBytes }: { readonly maxLineBytes?: number } = {},
): AsyncGenerator<CodexEvent, void, undefined> {
  for await (const line of recordedLines(file, maxLineBytes)) yield parseEvent(line);
}
