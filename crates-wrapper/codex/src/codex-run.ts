import { type LineStream, type ProcessEnd, type ProcessOutcome, streamLines } from "@lockstep/runtime";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
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
  /** The content of the last-message file; empty when codex wrote none. */
  readonly finalMessage: string;
  /** Tokens as the last completed turn reports them. */
  readonly usage: Usage | undefined;
  readonly exit: ProcessEnd;
}

/** Starts a session; the options that a run needs to be read are added here. Throws a `CodexError` for a request that codex refuses. */
export function startRun<T extends SessionOptions>(
  invocation: Invocation,
  request: T,
  toArgv: (request: T) => ArgvToken[],
  prompt: string,
  signal?: AbortSignal,
): CodexRun {
  // Refused before anything is created.
  toArgv(request);
  const folder = mkdtempSync(join(tmpdir(), "lockstep-codex-"));
  const messageFile = request.outputLastMessage ?? join(folder, "last-message.txt");
  const command = commandOf(invocation, toArgv({ ...request, json: true, outputLastMessage: messageFile }));
  const stream = streamLines({ ...invocation.timeouts, ...command, stdin: prompt, ...(signal === undefined ? {} : { signal }) });
  const ended = stream.outcome.then((outcome) => {
    const finalMessage = readIfPresent(resolve(command.cwd, messageFile));
    rmSync(folder, { recursive: true, force: true });
    return { ...outcome, finalMessage };
  });
  return new Run(command, stream, ended);
}

type Ended = ProcessOutcome & { readonly finalMessage: string };

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
    const { stdout: _, stderr, finalMessage, ...exit } = await this.#ended;
    if (exit.type !== "exited" || exit.exitCode !== 0) throw CodexError.forEnd(this.#command, exit, stderr, this.#told);
    return { threadId: this.#threadId, finalMessage, usage: this.#usage, exit };
  }
}

function readIfPresent(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
