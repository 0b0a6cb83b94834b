import {
  type Line,
  type LineStream,
  type ProcessEnd,
  type ProcessOutcome,
  type Recording,
  openRecording,
  streamLines,
} from "@lockstep/runtime";
import { resolve } from "node:path";
import type { ArgvToken } from "../argv/argv-token.ts";
import type { SessionOptions } from "../argv/session-options.ts";
import { type CodexCommand, CodexError } from "../codex-error.ts";
import { countEvents, type EventCounts, noEvents } from "../events/counts.ts";
import { type CodexEvent, isProgress, parseEvent, type Usage } from "../events/event.ts";
import { defaultMaxLineBytes, isBlank } from "../events/recording.ts";
import { type CallOptions, commandOf, type Invocation } from "../invocation.ts";
import { RunFolder } from "./run-folder.ts";

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
 */
export interface CodexRun extends AsyncIterable<CodexEvent> {
  /** May be awaited beside a loop and inside of it: the loop then still gets every event. */
  result(): Promise<RunResult>;
}

/** What a run that ended with exit code 0 left behind. */
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
 * Throws a `CodexError` for a request that codex refuses, for what the installed version does not have,
 * and when there is no place for temporary files or the recording.
 */
export function startRun<Request extends SessionOptions>(
  invocation: Invocation,
  request: Run<Request>,
  toArgv: (request: Request) => ArgvToken[],
  prompt: string,
  options: RunOptions = {},
): CodexRun {
  const { outputSchema, ...rest } = request;
  const plain = { ...rest, json: true } as unknown as Request;
  const schemaText = typeof outputSchema === "object" ? schemaTextOf(outputSchema) : undefined;
  const schemaWord = typeof outputSchema === "object" ? "schema.json" : outputSchema;
  // Refused before anything is created.
  const asked = commandOf(invocation, toArgv({ ...plain, ...(schemaWord === undefined ? {} : { outputSchema: schemaWord }) }));
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
  const recording = options.record === undefined ? undefined : startRecording(asked, resolve(asked.cwd, options.record), folder);
  const { progressMs, ...timeouts } = options.timeouts ?? invocation.timeouts;
  const stream = streamLines(
    {
      ...timeouts,
      ...command,
      stdin: prompt,
      signal,
      ...(options.maxOutputBytes === undefined ? {} : { maxOutputBytes: options.maxOutputBytes }),
      ...(recording === undefined ? {} : { onStdout: recording.write }),
    },
    {
      maxLineBytes: options.maxLineBytes ?? defaultMaxLineBytes,
      ...(progressMs === undefined ? {} : { progressMs }),
      isProgress: (line) => isProgress(parseEvent(line)),
    },
  );
  const ended = stream.outcome.then((outcome) => {
    const unrecorded = recording?.close();
    const message = folder.read("last-message.txt") ?? "";
    folder.remove();
    const copy = rest.outputLastMessage;
    const unsaved = message === "" || copy === undefined ? undefined : RunFolder.save(message, resolve(command.cwd, copy));
    const left = outcome.type === "aborted" && options.signal?.aborted !== true ? { reason: "The reader left before the end" } : {};
    return { ...outcome, ...left, finalMessage: message, unsaved: unsaved ?? unrecorded };
  });
  return new StartedRun(command, stream, ended, leaving, schemaFile !== undefined);
}

/** `unsaved` tells why the caller's file or the recording could not be written. */
type Ended = ProcessOutcome & { readonly finalMessage: string; readonly unsaved: string | undefined };

class StartedRun implements CodexRun {
  readonly #command: CodexCommand;
  readonly #ended: Promise<Ended>;
  readonly #leaving: AbortController;
  readonly #hasSchema: boolean;
  readonly #lines: AsyncIterator<Line>;
  /** Events that no loop has taken yet. */
  #unread: CodexEvent[] = [];
  #reading: Promise<void> | undefined;
  #isRead = false;
  #openLoops = 0;
  #result: Promise<RunResult> | undefined;
  #threadId: string | undefined;
  #usage: Usage | undefined;
  #counts = noEvents;
  /** Why codex says that it failed. */
  #told: string | undefined;

  constructor(command: CodexCommand, stream: LineStream, ended: Promise<Ended>, leaving: AbortController, hasSchema: boolean) {
    this.#command = command;
    this.#lines = stream[Symbol.asyncIterator]();
    this.#ended = ended;
    this.#leaving = leaving;
    this.#hasSchema = hasSchema;
  }

  /** No generator: that could not be left before its first event, nor while it waits for one. */
  [Symbol.asyncIterator](): AsyncIterator<CodexEvent, undefined, undefined> {
    const loop: { state: "new" | "open" | "over" } = { state: "new" };
    const end = (): void => {
      if (loop.state === "open") this.#openLoops -= 1;
      loop.state = "over";
    };
    return {
      next: async () => {
        if (loop.state === "new") {
          loop.state = "open";
          this.#openLoops += 1;
        }
        while (loop.state === "open" && this.#unread.length === 0 && !this.#isRead) await this.#read();
        // While it waited, the loop may have been left.
        if (loop.state === "over") return { done: true, value: undefined };
        const value = this.#unread.shift();
        if (value !== undefined) return { done: false, value };
        end();
        await this.#conclude();
        return { done: true, value: undefined };
      },
      return: async () => {
        end();
        this.#leaving.abort();
        await this.#ended;
        return { done: true, value: undefined };
      },
    };
  }

  async result(): Promise<RunResult> {
    while (!this.#isRead) {
      await this.#read();
      if (this.#openLoops === 0) this.#unread = [];
    }
    return this.#conclude();
  }

  /** Reads one line, for all who wait for it. */
  #read(): Promise<void> {
    this.#reading ??= this.#readLine();
    return this.#reading;
  }

  async #readLine(): Promise<void> {
    const { done, value } = await this.#lines.next();
    this.#reading = undefined;
    if (done === true) this.#isRead = true;
    else if (!isBlank(value)) this.#take(parseEvent(value));
  }

  #take(event: CodexEvent): void {
    this.#unread.push(event);
    this.#counts = countEvents(this.#counts, event);
    if (event.type === "thread.started") this.#threadId = event.thread_id;
    if (event.type === "turn.completed") this.#usage = event.usage;
    if (event.type === "turn.failed") this.#told = event.error.message;
    else if (event.type === "error") this.#told = event.message;
    // It got over what it told, such as a lost connection.
    else if (isProgress(event)) this.#told = undefined;
  }

  /** The same for all who ask, to be called when all is read. */
  #conclude(): Promise<RunResult> {
    this.#result ??= this.#end();
    return this.#result;
  }

  async #end(): Promise<RunResult> {
    const { stdout: _, stderr, finalMessage, unsaved, ...exit } = await this.#ended;
    if (exit.type !== "exited" || exit.exitCode !== 0) throw CodexError.forEnd(this.#command, exit, stderr, this.#told);
    if (unsaved !== undefined) throw CodexError.forOutput(unsaved, this.#command, exit, stderr);
    const structured = this.#hasSchema ? this.#structured(finalMessage, exit, stderr) : undefined;
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
      );
    }
  }
}

function schemaTextOf(schema: JsonSchema): string {
  try {
    return JSON.stringify(schema);
  } catch (error) {
    throw CodexError.forRequest(`The object of "outputSchema" cannot be written as JSON: ${messageOf(error)}`);
  }
}

function startRecording(command: CodexCommand, file: string, folder: RunFolder): Recording {
  const recording = openRecording(file);
  if (recording.problem === undefined) return recording;
  folder.remove();
  throw CodexError.forStart(command, recording.problem);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
