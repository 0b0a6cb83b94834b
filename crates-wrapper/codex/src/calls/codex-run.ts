import { type LineStream, type ProcessEnd, type ProcessOutcome, streamLines } from "@lockstep/runtime";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { ArgvToken } from "./argv/argv-token.ts";
import type { SessionOptions } from "./argv/session-options.ts";
import { type CodexCommand, CodexError } from "./codex-error.ts";
import { commandOf, type Invocation } from "./command.ts";
import { type CodexEvent, parseEvent, type Usage } from "./events/event.ts";

/**
 * A running session. Read its events to the end (that throws a `CodexError` when the run fails), leave the loop to kill it,
 * or just await `result()`, which reads what is unread. Until somebody reads, a talkative codex is held back.
 */
export interface CodexRun extends AsyncIterable<CodexEvent> {
  result(): Promise<RunResult>;
}

/** What a run that ended with exit code 0 left behind. */
export interface RunResult {
  /** The id for `execResume`. */
  readonly threadId: string | undefined;
  /** The last message; empty when codex wrote none, and then a file at `outputLastMessage` stays as it was. */
  readonly finalMessage: string;
  /** Tokens as the last completed turn reports them. */
  readonly usage: Usage | undefined;
  readonly exit: ProcessEnd;
}

/**
 * Starts a session; the options that a run needs to be read are added here.
 * Throws a `CodexError` for a request that codex refuses, and when there is no place for temporary files.
 */
export function startRun<T extends SessionOptions>(
  invocation: Invocation,
  request: T,
  toArgv: (request: T) => ArgvToken[],
  prompt: string,
  signal?: AbortSignal,
): CodexRun {
  // Refused before anything is created.
  const asked = commandOf(invocation, toArgv(request));
  const folder = makeFolder(asked);
  // A file of our own even when the caller names one: that one may hold the message of an earlier run.
  const messageFile = join(folder, "last-message.txt");
  const command = commandOf(invocation, toArgv({ ...request, json: true, outputLastMessage: messageFile }));
  const stream = streamLines({ ...invocation.timeouts, ...command, stdin: prompt, ...(signal === undefined ? {} : { signal }) });
  const ended = stream.outcome.then((outcome) => {
    const message = readIfPresent(messageFile);
    removeFolder(folder);
    const copy = request.outputLastMessage;
    const unsaved = message === undefined || copy === undefined ? undefined : save(message, resolve(command.cwd, copy));
    return { ...outcome, finalMessage: message ?? "", unsaved };
  });
  return new Run(command, stream, ended);
}

/** `unsaved` tells why the caller's file could not be written. */
type Ended = ProcessOutcome & { readonly finalMessage: string; readonly unsaved: string | undefined };

class Run implements CodexRun {
  readonly #command: CodexCommand;
  readonly #stream: LineStream;
  readonly #ended: Promise<Ended>;
  readonly #events = this.#read();
  #threadId: string | undefined;
  #usage: Usage | undefined;
  /** Why codex says that it failed. */
  #told: string | undefined;

  constructor(command: CodexCommand, stream: LineStream, ended: Promise<Ended>) {
    this.#command = command;
    this.#stream = stream;
    this.#ended = ended;
  }

  [Symbol.asyncIterator](): AsyncGenerator<CodexEvent, void, undefined> {
    return this.#events;
  }

  async result(): Promise<RunResult> {
    for await (const _ of this.#events);
    return this.#result();
  }

  async *#read(): AsyncGenerator<CodexEvent, void, undefined> {
    for await (const line of this.#stream) {
      if (line.text.trim() === "") continue;
      const event = parseEvent(line);
      if (event.type === "thread.started") this.#threadId = event.threadId;
      if (event.type === "turn.completed") this.#usage = event.usage;
      if (event.type === "turn.failed" || event.type === "error") this.#told = event.message;
      yield event;
    }
    await this.#result();
  }

  async #result(): Promise<RunResult> {
    const { stdout: _, stderr, finalMessage, unsaved, ...exit } = await this.#ended;
    if (exit.type !== "exited" || exit.exitCode !== 0) throw CodexError.forEnd(this.#command, exit, stderr, this.#told);
    if (unsaved !== undefined) throw CodexError.forOutput(unsaved, this.#command, exit, stderr);
    return { threadId: this.#threadId, finalMessage, usage: this.#usage, exit };
  }
}

function makeFolder(command: CodexCommand): string {
  try {
    return mkdtempSync(join(tmpdir(), "lockstep-codex-"));
  } catch (error) {
    const reason = `No temporary folder could be made in "${tmpdir()}": ${messageOf(error)}`;
    throw CodexError.forEnd(command, { type: "spawn-failed", exitCode: null, signal: null, durationMs: 0, reason }, "");
  }
}

/** A temporary folder that stays is no reason to lose the result. */
function removeFolder(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch {
    return;
  }
}

function readIfPresent(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

/** Returns why it failed. */
function save(text: string, file: string): string | undefined {
  try {
    writeFileSync(file, text);
    return undefined;
  } catch (error) {
    return `The last message could not be written to "${file}": ${messageOf(error)}`;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
