import { messageOf, type ProcessEnd } from "@lockstep/runtime";
import {
  type ArgvToken,
  type GoodEnd,
  type Invocation,
  type ProgramCall,
  RunFolder,
  type RunForm,
  type RunOptions,
  saveFile,
  type Settled,
  shown,
} from "@lockstep/wrapper";
import { resolve } from "node:path";
import type { CommonOptions } from "../argv/common-options.ts";
import type { SessionOptions } from "../argv/session-options.ts";
import { CodexError } from "../codex-error.ts";
import { commandOf, startRun as startProgramRun, termsOf } from "../codex-tools.ts";
import { configOverrides } from "../config/config-overrides.ts";
import { countEvents, type EventCounts, noEvents } from "../events/counts.ts";
import { type CodexEvent, isProgress, parseEvent, type Usage } from "../events/event.ts";

/** A JSON Schema as an object. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** A request for a run: what the client sets itself is left out, and `outputSchema` may be the schema. */
export type Run<Request extends SessionOptions> = Omit<Request, "json" | "outputSchema"> & {
  /** A JSON Schema for the final answer: the path of a file, or the schema itself. The answer is `structured` of the result. */
  readonly outputSchema?: string | JsonSchema;
  /** What the model is told in place of the instructions that codex has for it. The text goes to a file, and is in no argv. */
  readonly modelInstructions?: string;
};

/**
 * A running session. Read its events to the end (that throws a `CodexError` when the run fails), leave the loop to kill it,
 * or just await `result()`, which reads what is unread. Until somebody reads, a talkative codex is held back.
 * Each event is given once: a second loop goes on where the first one is, and ends as the run does.
 * @example
 * ```ts
 * import { openCodex } from "@lockstep/codex";
 *
 * const codex = await openCodex({ binary: "codex" });
 * const run = codex.exec({ prompt: "Fix the failing test" }, { record: "run-1.jsonl", signal: AbortSignal.timeout(600_000) });
 * for await (const event of run) {
 *   if (event.type === "item.completed" && event.item.type === "agent_message") process.stdout.write(`${event.item.text}\n`);
 * }
 * const { threadId, usage, counts } = await run.result();
 * process.stdout.write(`${threadId}: ${usage?.output_tokens} tokens, ${counts.unknownEvents} unknown events\n`);
 * ```
 */
export interface CodexRun extends AsyncIterable<CodexEvent> {
  /** May be awaited beside a loop and inside of it: the loop then still gets every event. */
  result(): Promise<RunResult>;
}

/** What a run left behind that ended with exit code 0 and no failed turn. */
export interface RunResult {
  /** The session id for `execResume` and `execFork`. */
  readonly threadId: string | undefined;
  /** The last message; empty when codex wrote none, and then a file at `outputLastMessage` stays as it was. */
  readonly finalMessage: string;
  /** The last message as JSON, when the request had an `outputSchema`; `undefined` otherwise. */
  readonly structured: unknown;
  /** Tokens of the whole thread so far, earlier runs of a resumed one included; `usageSince` gives the share of this run. */
  readonly usage: Usage | undefined;
  /** How many events there were, unknown and malformed ones among them. */
  readonly counts: EventCounts;
  readonly exit: ProcessEnd;
}

/**
 * Starts a session; the options that a run needs to be read are added here.
 * Throws a `CodexError` for a request that codex refuses, for a limit that is none, for what the installed version does not have, and when there is no place for temporary files or the recording.
 */
export function startRun<Request extends SessionOptions>(
  invocation: Invocation,
  request: Run<Request>,
  toArgv: (request: Request) => ArgvToken[],
  promptOf: (request: Run<Request>) => string,
  options: RunOptions = {},
): CodexRun {
  const terms = termsOf(invocation, options);
  // JavaScript may forget the request: what it lacks is then said below.
  const { outputSchema, modelInstructions, ...rest } = request ?? ({} as Run<Request>);
  if (modelInstructions !== undefined && typeof modelInstructions !== "string")
    throw CodexError.forRequest(`Field "modelInstructions" of the request is ${shown(modelInstructions)}, wanted a text`);
  const plainWith = (instructionsFile: string | undefined): Request =>
    ({ ...rest, ...instructedBy(instructionsFile, rest as CommonOptions), json: true }) as unknown as Request;
  const schemaText = typeof outputSchema === "object" ? schemaTextOf(outputSchema) : undefined;
  const schemaWord = typeof outputSchema === "object" ? "schema.json" : outputSchema;
  // Refused before anything is created.
  const asked = commandOf(
    invocation,
    toArgv({
      ...plainWith(modelInstructions === undefined ? undefined : "instructions.md"),
      ...(schemaWord === undefined ? {} : { outputSchema: schemaWord }),
    }),
  );
  const folder = RunFolder.make(CodexError, asked);
  const schemaFile = schemaText === undefined ? schemaWord : folder.write("schema.json", schemaText);
  // A file of our own even when the caller names one: that one may hold the message of an earlier run.
  const argv = toArgv({
    ...plainWith(modelInstructions === undefined ? undefined : folder.write("instructions.md", modelInstructions)),
    outputLastMessage: folder.path("last-message.txt"),
    ...(schemaFile === undefined ? {} : { outputSchema: schemaFile }),
  });
  const call = commandOf(invocation, argv);
  const hasSchema = schemaFile !== undefined;
  return startProgramRun({ call, asked, stdin: promptOf(request) }, terms, {
    ...eventForm,
    settle: () => takeLastMessage(folder, call, rest.outputLastMessage),
    conclude: (end, kept) => resultOf(end, kept, { call, hasSchema }),
  });
}

/** The configuration of a request with the file of instructions. */
function instructedBy(file: string | undefined, { config = [] }: CommonOptions): CommonOptions {
  return file === undefined ? {} : { config: [...configOverrides(config), `model_instructions_file=${JSON.stringify(file)}`] };
}

/** What the end of a run has to know of its events. */
interface Kept {
  readonly threadId: string | undefined;
  readonly usage: Usage | undefined;
  readonly counts: EventCounts;
  /** Why codex says that it failed. */
  readonly told: string | undefined;
  /** Why the last turn failed, if it did. */
  readonly failedTurn: string | undefined;
}

const eventForm: Omit<RunForm<CodexEvent, Kept, string, RunResult>, "settle" | "conclude"> = {
  parse: parseEvent,
  isProgress,
  nothing: { threadId: undefined, usage: undefined, counts: noEvents, told: undefined, failedTurn: undefined },
  keep: (kept, event) => ({
    threadId: event.type === "thread.started" ? event.thread_id : kept.threadId,
    usage: event.type === "turn.completed" ? event.usage : kept.usage,
    counts: countEvents(kept.counts, event),
    told: toldBy(event, kept.told),
    failedTurn: failedTurnBy(event, kept.failedTurn),
  }),
  told: ({ told }) => told,
  failed: ({ failedTurn }) =>
    failedTurn === undefined ? undefined : { reason: "Codex exited with code 0, but its last turn failed", told: failedTurn },
};

function toldBy(event: CodexEvent, before: string | undefined): string | undefined {
  if (event.type === "turn.failed") return event.error.message;
  if (event.type === "error") return event.message;
  // It got over what it told, such as a lost connection.
  return isProgress(event) ? undefined : before;
}

function failedTurnBy(event: CodexEvent, before: string | undefined): string | undefined {
  if (event.type === "turn.failed") return event.error.message;
  return event.type === "turn.started" || event.type === "turn.completed" ? undefined : before;
}

/** The last message, which goes to the caller's file as well. */
function takeLastMessage(folder: RunFolder, { cwd }: ProgramCall, copy: string | undefined): Settled<string> {
  const message = folder.read("last-message.txt") ?? "";
  folder.remove();
  if (message === "" || copy === undefined) return { left: message };
  return { left: message, unsaved: saveFile("The last message", message, resolve(cwd, copy)) };
}

function resultOf(
  end: GoodEnd<string>,
  { threadId, usage, counts }: Kept,
  { call, hasSchema }: { readonly call: ProgramCall; readonly hasSchema: boolean },
): RunResult {
  const { left: finalMessage, exit } = end;
  return { threadId, finalMessage, structured: hasSchema ? structuredOf(end, call) : undefined, usage, counts, exit };
}

function structuredOf({ left: message, exit, stderr }: GoodEnd<string>, call: ProgramCall): unknown {
  try {
    return JSON.parse(message);
  } catch (error) {
    const said = message === "" ? "is missing" : `begins with ${JSON.stringify(message.slice(0, 80))}`;
    const summary = `The answer to "outputSchema" is no JSON document, it ${said}: ${messageOf(error)}`;
    throw CodexError.forOutput(summary, call, exit, stderr, error);
  }
}

function schemaTextOf(schema: JsonSchema): string {
  try {
    return JSON.stringify(schema);
  } catch (error) {
    throw CodexError.forRequest(`The object of "outputSchema" cannot be written as JSON: ${messageOf(error)}`, error);
  }
}
