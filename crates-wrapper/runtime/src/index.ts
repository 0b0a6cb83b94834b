export { inheritedEnvironment } from "./environment.ts";
export { type LineChannel, openLines } from "./open-lines.ts";
export { killAllGroups } from "./process-group.ts";
export { processIdVariable } from "./process-tree.ts";
export type { ProcessEnd, ProcessOutcome, ProcessRequest } from "./process.ts";
export { openRecording, type Recording } from "./recording.ts";
export { redact } from "./redact.ts";
export { runProcess, type UnwatchedOutcome } from "./run-process.ts";
export { type Line, type LineDefect, type LineOptions, type LineStream, streamLines } from "./stream-lines.ts";
