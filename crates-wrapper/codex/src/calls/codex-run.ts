import {
  type Line,
  type LineStream,
  messageOf,
  type ProcessEnd,
  type ProcessOutcome,
  type Recording,
  openRecording,
  streamLines,
} from "@lockstep/runtime";
import { rmSync } from "node:fs";
import { resolve } from "node:path";
import type { ArgvToken, KindsOf } from "@lockstep/wrapper";
import { assertFields } from "../codex-tools.ts";
import type { SessionOptions } from "../argv/session-options.ts";
import { type CodexCommand, CodexError } from "../codex-error.ts";
import { countEvents, type EventCounts, noEvents } from "../events/counts.ts";
import { type CodexEvent, isProgress, parseEvent, type Usage } from "../events/event.ts";
import { defaultMaxLineBytes, isBlank } from "../events/recording.ts";
import { assertLimits, type CallOptions, commandOf, type Invocation, limitsOf } from "../invocation.ts";
import { RunFolder, type Unsaved } from "./run-folder.ts";
import { leftReason, SharedReader } from "./shared-reader.ts";

/** A JSON Schema as an object. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** A request for a run: what the client sets itself is left out, and `outputSchema` may be the schema. */
export type Run<Request extends SessionOptions> = Omit<Request, "json" | "outputSchema"> & {
  /** A JSON Schema for the final answer: the path of a file, or the schema itself. The answer is `structured` of the result. */
  readonly outputSchema?: string | JsonSchema;
};

/** What a run takes besides its request. */
export interface RunOptions extends CallOptions {
  /** Path of a new file for codex's stdout, byte by byte as it arrives; a relative one begins at the client's `cwd`. `readRecording` reads it. */
  readonly record?: string;
  /** Longest line in bytes; 16 MiB when absent. A longer one is cut and becomes a `malformed` event. */
  readonly maxLineBytes?: number;
  /** Most bytes that codex may print; no limit when absent. */
  readonly maxOutputBytes?: number;
}

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

const runOptionKinds: KindsOf<RunOptions> = {
  record: "TEXT",
  maxLineBytes: "NUMBER",
  maxOutputBytes: "NUMBER",
  signal: "ANY",
  timeouts: "ANY",
};

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
  assertFields(options, runOptionKinds, "The options of the run");
  // JavaScript may forget the request: what it lacks is then said below.
  const { outputSchema, ...rest } = request ?? ({} as Run<Request>);
  const plain = { ...rest, json: true } as unknown as Request;
  const schemaText = typeof outputSchema === "object" ? schemaTextOf(outputSchema) : undefined;
  const schemaWord = typeof outputSchema === "object" ? "schema.json" : outputSchema;
  // Refused before anything is created.
  const asked = commandOf(invocation, toArgv({ ...plain, ...(schemaWord === undefined ? {} : { outputSchema: schemaWord }) }));
  const limits = limitsOf(invocation, options);
  const { maxLineBytes, maxOutputBytes } = options;
  assertLimits({ maxLineBytes, maxOutputBytes });
  const leaving = new AbortController();
  const signal = options.signal === undefined ? leaving.signal : AbortSignal.any([options.signal, leaving.signal]);
  const folder = RunFolder.make(asked);
  const schemaFile = schemaText === undefined ? schemaWord : folder.write("schema.json", schemaText);
  // A file of our own even when the caller names one: that one may hold the message of an earlier run.
  const argv = toArgv({
    ...plain,
    outputLastMessage: folder.path("last-message.txt"),
    ...(schemaFile === undefined ? {} : { outputSchema: schemaFile }),
  });
  const command = commandOf(invocation, argv);
  const record = options.record === undefined ? undefined : resolve(asked.cwd, options.record);
  // What never starts leaves no file.
  const recording = record === undefined || signal.aborted ? undefined : startRecording(asked, record, folder);
  const stream = streamLines(
    {
      ...limits.process,
      ...command,
      stdin: promptOf(request),
      signal,
      ...(maxOutputBytes === undefined ? {} : { maxOutputBytes }),
      ...(recording === undefined ? {} : { onStdout: recording.write }),
    },
    {
      maxLineBytes: maxLineBytes ?? defaultMaxLineBytes,
      ...limits.run,
      isProgress: (line) => isProgress(parseEvent(line)),
    },
  );
  const ended = stream.outcome.then((outcome) => {
    const problem = recording?.close();
    const unrecorded = problem === undefined ? undefined : { reason: problem, cause: recording?.cause };
    if (outcome.type === "spawn-failed" && recording !== undefined && record !== undefined) rmSync(record, { force: true });
    const message = folder.read("last-message.txt") ?? "";
    folder.remove();
    const copy = rest.outputLastMessage;
    const unsaved = message === "" || copy === undefined ? undefined : RunFolder.save(message, resolve(command.cwd, copy));
    const left = outcome.type === "aborted" && options.signal?.aborted !== true ? { reason: leftReason } : {};
    return { ...outcome, ...left, finalMessage: message, unsaved: unsaved ?? unrecorded };
  });
  return new StartedRun(command, stream, ended, { leaving, signal: options.signal, hasSchema: schemaFile !== undefined });
}

/** `unsaved` tells why the caller's file or the recording could not be written. */
type Ended = ProcessOutcome & { readonly finalMessage: string; readonly unsaved: Unsaved | undefined };

/** How a run may be ended early, and what it is to answer. */
interface RunTerms {
  readonly leaving: AbortController;
  /** The caller's. */
  readonly signal: AbortSignal | undefined;
  readonly hasSchema: boolean;
}

class StartedRun implements CodexRun {
  readonly #command: CodexCommand;
  readonly #ended: Promise<Ended>;
  readonly #terms: RunTerms;
  readonly #reader: SharedReader<CodexEvent, RunResult>;
  #threadId: string | undefined;
  #usage: Usage | undefined;
  #counts = noEvents;
  /** Why codex says that it failed. */
  #told: string | undefined;
  /** Why the last turn failed, if it did. */
  #failedTurn: string | undefined;

  constructor(command: CodexCommand, stream: LineStream, ended: Promise<Ended>, terms: RunTerms) {
    this.#command = command;
    this.#ended = ended;
    this.#terms = terms;
    this.#reader = new SharedReader({
      lines: stream,
      take: (line) => this.#take(line),
      leave: async () => {
        terms.leaving.abort();
        await ended;
      },
      conclude: async () => this.#conclude(),
    });
  }

  [Symbol.asyncIterator](): AsyncIterator<CodexEvent, undefined, undefined> {
    return this.#reader[Symbol.asyncIterator]();
  }

  result(): Promise<RunResult> {
    return this.#reader.result();
  }

  #take(line: Line): CodexEvent | undefined {
    if (isBlank(line)) return undefined;
    const event = parseEvent(line);
    this.#counts = countEvents(this.#counts, event);
    if (event.type === "thread.started") this.#threadId = event.thread_id;
    if (event.type === "turn.completed") this.#usage = event.usage;
    if (event.type === "turn.failed") this.#failedTurn = event.error.message;
    else if (event.type === "turn.started" || event.type === "turn.completed") this.#failedTurn = undefined;
    if (event.type === "turn.failed") this.#told = event.error.message;
    else if (event.type === "error") this.#told = event.message;
    // It got over what it told, such as a lost connection.
    else if (isProgress(event)) this.#told = undefined;
    return event;
  }

  async #conclude(): Promise<RunResult> {
    const { stdout: _, stderr, finalMessage, unsaved, ...exit } = await this.#ended;
    const { signal, hasSchema } = this.#terms;
    if (exit.type !== "exited" || exit.exitCode !== 0) throw CodexError.forEnd(this.#command, exit, stderr, { told: this.#told, signal });
    if (this.#failedTurn !== undefined)
      throw CodexError.forEnd(this.#command, { ...exit, reason: "Codex exited with code 0, but its last turn failed" }, stderr, {
        told: this.#failedTurn,
      });
    if (unsaved !== undefined) throw CodexError.forOutput(unsaved.reason, this.#command, exit, stderr, unsaved.cause);
    const structured = hasSchema ? this.#structured(finalMessage, exit, stderr) : undefined;
    return { threadId: this.#threadId, finalMessage, structured, usage: this.#usage, counts: this.#counts, exit };
  }

  #structured(message: string, exit: ProcessEnd, stderr: string): unknown {
    try {
      return JSON.parse(message);
    } catch (error) {
      const said = message === "" ? "is missing" : `begins with ${JSON.stringify(message.slice(0, 80))}`;
      throw CodexError.forOutput(
        `The answer to "outputSchema" is no JSON document, it ${said}: ${messageOf(error)}`,
        this.#command,
        exit,
        stderr,
        error,
      );
    }
  }
}

function schemaTextOf(schema: JsonSchema): string {
  try {
    return JSON.stringify(schema);
  } catch (error) {
    throw CodexError.forRequest(`The object of "outputSchema" cannot be written as JSON: ${messageOf(error)}`, error);
  }
}

function startRecording(command: CodexCommand, file: string, folder: RunFolder): Recording {
  const recording = openRecording(file);
  if (recording.problem === undefined) return recording;
  folder.remove();
  throw CodexError.forStart(command, recording.problem, recording.cause);
}
