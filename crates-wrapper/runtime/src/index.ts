export { killAllGroups } from "./process-group.ts";
export type { ProcessEnd, ProcessOutcome, ProcessRequest } from "./process.ts";
export { redact } from "./redact.ts";
export { runProcess } from "./run-process.ts";
export { type Line, type LineDefect, type LineStream, streamLines } from "./stream-lines.ts";
