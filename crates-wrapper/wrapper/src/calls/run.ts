import { rmSync } from "node:fs";
import { resolve } from "node:path";
import {
  type Line,
  type LineChannel,
  type LineStream,
  openLines,
  openRecording,
  type ProcessEnd,
  type ProcessOutcome,
  type Recording,
  streamLines,
} from "@lockstep/runtime";
import { defaultMaxLineBytes, isBlank } from "../events/recorded-lines.ts";
import { fieldTools, type KindsOf } from "../fields/assert-fields.ts";
import type { CallOptions, Limits, LimitTools, Timeouts } from "../invocation.ts";
import type { ProgramCall, WrapperErrorClass } from "../wrapper-error.ts";
import type { Unsaved } from "./run-folder.ts";
import { leftReason, SharedReader } from "./shared-reader.ts";

/** What a run takes besides its request. */
export interface RunOptions extends CallOptions {
  /** Path of a new file for the program's stdout, byte by byte as it arrives; a relative one begins at the client's `cwd`. `readRecording` reads it. */
  readonly record?: string;
  /** Longest line in bytes; 16 MiB when absent. A longer one is cut and becomes a `malformed` event. */
  readonly maxLineBytes?: number;
  /** Most bytes that the program may print; no limit when absent. */
  readonly maxOutputBytes?: number;
}

/** The options of a run, checked. */
export interface RunTerms {
  readonly limits: Limits;
  readonly options: RunOptions;
}

/** What is particular about the runs of a program: what its lines mean, and what becomes of them. */
export interface RunForm<Event, Kept, Left, Result> {
  /** What a line of stdout says; `undefined` for one that no loop is to get. Blank lines do not come here. Never throws. */
  parse(line: Line): Event | undefined;
  /** Whether an event shows that the run comes forward. */
  isProgress(event: Event): boolean;
  /** Sees each event as it arrives, ahead of the readers and also without any: for a program that is answered. Never throws. */
  heard?(event: Event): void;
  /** Where `keep` begins. */
  readonly nothing: Kept;
  /** A fold: what the end of the run has to know of the events. */
  keep(kept: Kept, event: Event): Kept;
  /**
   * Called once when nothing of the process is left, whether somebody reads or not, also when it was never started: takes what it left
   * behind besides its output, and clears up. Never throws.
   */
  settle(): Settled<Left>;
  /** What the program gave as the reason of a bad end. */
  told(kept: Kept): string | undefined;
  /** Why a run failed whose process exited with 0, and what the program told of it; `undefined` for one that did not. */
  failed(kept: Kept): { readonly reason: string; readonly told: string | undefined } | undefined;
  /** What the wrapper's error tells of a failed run besides. */
  facts?(kept: Kept): unknown;
  /** The result of a run that did not fail. Throws an error of the wrapper for what is not understood. */
  conclude(end: GoodEnd<Left>, kept: Kept): Result;
}

/** What a process left behind; `unsaved` tells why a file of the caller's could not be written. */
export interface Settled<Left> {
  readonly left: Left;
  readonly unsaved?: Unsaved | undefined;
}

/** A process that exited with 0, or that had said all and was dismissed. */
export interface GoodEnd<Left> {
  readonly left: Left;
  readonly exit: ProcessEnd;
  readonly stderr: string;
}

/** How a run begins. */
export interface RunStart {
  readonly call: ProgramCall;
  /** The call in errors that come before its start, without temporary files; `call` when absent. */
  readonly asked?: ProgramCall;
  /** Written to stdin, which is then closed. */
  readonly stdin: string;
  /** For a program that asks back on stdout: keeps stdin open and gets what to answer it with. */
  readonly speak?: (channel: RunChannel) => void;
}

/** Speaks to the program of a run. */
export interface RunChannel extends Pick<LineChannel, "write" | "end"> {
  /**
   * Tells whether the program has said all it had to say: a limit of time that kills it then counts as an exit with 0. It has not, at
   * first.
   */
  mayEnd(isSaid: boolean): void;
  /**
   * Kills a program that has said all it had to say and does not exit; its end then counts as an exit with 0. `reason` is a sentence for
   * the end of the process.
   */
  dismiss(reason: string): void;
}

/** A running session: its events, each given once, and what it left behind. Leaving the loop kills it. */
export interface Run<Event, Result> extends AsyncIterable<Event> {
  /** May be awaited beside a loop and inside of it: the loop then still gets every event. */
  result(): Promise<Result>;
}

/** Runs of the agent, with the errors of a wrapper. */
export interface RunTools {
  /** Throws for an option that nobody knows and for a limit that is none. */
  readonly termsOf: (client: { readonly timeouts: Timeouts }, options?: RunOptions) => RunTerms;
  /** Throws, after `settle`, when the recording cannot be opened. */
  readonly startRun: <Event, Kept, Left, Result>(
    start: RunStart,
    terms: RunTerms,
    form: RunForm<Event, Kept, Left, Result>,
  ) => Run<Event, Result>;
}

const optionKinds: KindsOf<RunOptions> = {
  record: "TEXT",
  maxLineBytes: "NUMBER",
  maxOutputBytes: "NUMBER",
  signal: "ANY",
  timeouts: "ANY",
};

/** Binds them to the error class of a wrapper. */
export function runTools(errors: WrapperErrorClass, { limitsOf, assertLimits }: LimitTools): RunTools {
  const { assertFields } = fieldTools(errors);
  return {
    termsOf(client, options = {}) {
      assertFields(options, optionKinds, "The options of the run");
      const limits = limitsOf(client, options);
      const { maxLineBytes, maxOutputBytes } = options;
      assertLimits({ maxLineBytes, maxOutputBytes });
      return { limits, options };
    },
    startRun({ call, asked = call, stdin, speak }, { limits, options }, form) {
      const { maxLineBytes = defaultMaxLineBytes, maxOutputBytes } = options;
      const leaving = new AbortController();
      let dismissal: string | undefined;
      let isAllSaid = false;
      const parse = parserOf(form);
      const signal = options.signal === undefined ? leaving.signal : AbortSignal.any([options.signal, leaving.signal]);
      const record = options.record === undefined ? undefined : resolve(call.cwd, options.record);
      // What never starts leaves no file.
      const recording = record === undefined || signal.aborted ? undefined : startRecording(asked, record, form);
      const request = {
        ...limits.process,
        ...call,
        stdin,
        signal,
        ...(maxOutputBytes === undefined ? {} : { maxOutputBytes }),
        ...(recording === undefined ? {} : { onStdout: recording.write }),
      };
      const lines = {
        maxLineBytes,
        ...limits.run,
        isProgress: (line: Line): boolean => {
          const event = parse(line);
          return event !== undefined && form.isProgress(event);
        },
        onLine: (line: Line): void => {
          const event = form.heard === undefined ? undefined : parse(line);
          if (event !== undefined) form.heard?.(event);
        },
      };
      let stream: LineStream;
      if (speak === undefined) {
        stream = streamLines(request, lines);
      } else {
        const channel = openLines(request, lines);
        speak({
          write: (text) => channel.write(text),
          end: () => channel.end(),
          mayEnd(isSaid) {
            // Some programs say a last word when they are killed.
            if (!channel.isStopping) isAllSaid = isSaid;
          },
          dismiss(reason) {
            if (channel.isStopping) return;
            dismissal = reason;
            leaving.abort();
          },
        });
        stream = channel;
      }
      const ended = stream.outcome.then((outcome) => {
        const problem = recording?.close();
        const unrecorded = problem === undefined ? undefined : { reason: problem, cause: recording?.cause };
        if (outcome.type === "spawn-failed" && recording !== undefined && record !== undefined) rmSync(record, { force: true });
        const { left, unsaved = unrecorded } = form.settle();
        const isDismissed = outcome.type === "aborted" ? dismissal !== undefined : isAllSaid && isOutOfTime(outcome);
        const isLeft = outcome.type === "aborted" && options.signal?.aborted !== true;
        const reason = dismissal ?? leftReason;
        return { outcome: isLeft ? { ...outcome, reason } : outcome, isDismissed, left, unsaved };
      });
      return new StartedRun(errors, { call, stream, ended, leaving, signal: options.signal, parse }, form);
    },
  };

  function startRecording(asked: ProgramCall, file: string, form: { settle(): unknown }): Recording {
    const recording = openRecording(file);
    if (recording.problem === undefined) return recording;
    form.settle();
    throw errors.forStart(asked, recording.problem, recording.cause);
  }
}

function isOutOfTime({ type }: ProcessOutcome): boolean {
  return type === "timed-out" || type === "silent" || type === "stalled";
}

type Parser<Event> = (line: Line) => Event | undefined;

/** A line is looked at when it arrives and when it is read, and parsed once. */
function parserOf<Event>(form: { parse(line: Line): Event | undefined }): Parser<Event> {
  const parsed = new WeakMap<Line, { readonly event: Event | undefined }>();
  return (line) => {
    if (isBlank(line)) return undefined;
    const known = parsed.get(line) ?? { event: form.parse(line) };
    parsed.set(line, known);
    return known.event;
  };
}

/** A process that was started, and how it may be ended early. */
interface Started<Event, Left> {
  readonly call: ProgramCall;
  readonly stream: LineStream;
  readonly ended: Promise<Settled<Left> & { readonly outcome: ProcessOutcome; readonly isDismissed: boolean }>;
  readonly parse: Parser<Event>;
  readonly leaving: AbortController;
  /** The caller's. */
  readonly signal: AbortSignal | undefined;
}

class StartedRun<Event, Kept, Left, Result> implements Run<Event, Result> {
  readonly #errors: WrapperErrorClass;
  readonly #started: Started<Event, Left>;
  readonly #form: RunForm<Event, Kept, Left, Result>;
  readonly #reader: SharedReader<Event, Result>;
  #kept: Kept;

  constructor(errors: WrapperErrorClass, started: Started<Event, Left>, form: RunForm<Event, Kept, Left, Result>) {
    this.#errors = errors;
    this.#started = started;
    this.#form = form;
    this.#kept = form.nothing;
    this.#reader = new SharedReader({
      lines: started.stream,
      take: (line) => this.#take(line),
      leave: async () => {
        started.leaving.abort();
        await started.ended;
      },
      conclude: async () => this.#conclude(),
    });
  }

  [Symbol.asyncIterator](): AsyncIterator<Event, undefined, undefined> {
    return this.#reader[Symbol.asyncIterator]();
  }

  result(): Promise<Result> {
    return this.#reader.result();
  }

  #take(line: Line): Event | undefined {
    const event = this.#started.parse(line);
    if (event !== undefined) this.#kept = this.#form.keep(this.#kept, event);
    return event;
  }

  async #conclude(): Promise<Result> {
    const { call, signal } = this.#started;
    const { outcome, isDismissed, left, unsaved } = await this.#started.ended;
    const { stdout: _, stderr, ...exit } = outcome;
    const facts = this.#form.facts?.(this.#kept);
    if (!isDismissed && (exit.type !== "exited" || exit.exitCode !== 0))
      throw this.#errors.forEnd(call, exit, stderr, { told: this.#form.told(this.#kept), signal, facts });
    const failure = this.#form.failed(this.#kept);
    if (failure !== undefined)
      throw this.#errors.forEnd(call, { ...exit, type: "exited", reason: failure.reason }, stderr, { told: failure.told, facts });
    if (unsaved !== undefined) throw this.#errors.forOutput(unsaved.reason, call, exit, stderr, unsaved.cause);
    return this.#form.conclude({ left, exit, stderr }, this.#kept);
  }
}
