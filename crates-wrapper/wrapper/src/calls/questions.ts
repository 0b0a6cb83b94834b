import { messageOf, type ProcessOutcome, runProcess } from "@lockstep/runtime";
import type { ArgvToken } from "../argv/argv-token.ts";
import type { CallOptions, Invocation, LimitTools, Timeouts } from "../invocation.ts";
import { type Guard, mistakesOf } from "../mistakes.ts";
import { secretsOfStdin } from "../secrets.ts";
import type { ProgramCall, WrapperErrorClass } from "../wrapper-error.ts";

/** A process that ended by itself, and how it was called. */
export interface Answer {
  readonly command: ProgramCall;
  readonly outcome: ProcessOutcome;
}

/** How a question is put. */
export interface AskOptions extends CallOptions {
  /** Written to stdin, which is then closed. */
  readonly stdin?: string;
  /** No error shows what was written to stdin. */
  readonly hidesStdin?: boolean;
  /** Exit codes that are an answer; only 0 when absent. */
  readonly wanted?: readonly number[];
  /** Milliseconds when neither the call nor the client has a total time; 30 000 when absent, Infinity for none. */
  readonly defaultTotalMs?: number;
}

/** Commands that start no session and run to their end, with the errors of a wrapper. */
export interface QuestionTools {
  /** Runs the command. Rejects unless its exit code is a wanted one. */
  readonly ask: (invocation: Invocation, argv: readonly ArgvToken[], options?: AskOptions) => Promise<Answer>;
  /** `ask` without the look at versions. */
  readonly askCommand: (call: ProgramCall, client: { readonly timeouts: Timeouts }, options?: AskOptions) => Promise<Answer>;
  /** The answer's stdout. Another exit code than 0 without it is no answer, whichever were wanted. */
  readonly askText: (invocation: Invocation, argv: readonly ArgvToken[], options?: AskOptions) => Promise<string>;
  /**
   * The answer's stdout as the document that the guard knows, fields that no schema knows included. Rejects with the code `…_OUTPUT`,
   * which tells JSON pointer, wanted and actual, when it is no JSON or has another shape.
   */
  readonly askDocument: <T>(invocation: Invocation, argv: readonly ArgvToken[], guard: Guard<T>, options?: AskOptions) => Promise<T>;
  /** The answer's stdout as JSON of a shape that no schema knows. Rejects with the code `…_OUTPUT` when it is none. */
  readonly askJson: (invocation: Invocation, argv: readonly ArgvToken[], options?: AskOptions) => Promise<unknown>;
}

/** Binds them to the error class of a wrapper. */
export function questionTools(errors: WrapperErrorClass, { commandOf, limitsOf }: LimitTools): QuestionTools {
  return {
    ask,
    askCommand,
    askText: async (invocation, argv, options) => (await askStdout(invocation, argv, options)).outcome.stdout,
    async askDocument(invocation, argv, guard, options) {
      const { command, outcome } = await askStdout(invocation, argv, options);
      const document = parseAnswer(command, outcome);
      if (guard(document)) return document;
      const mistakes = mistakesOf(guard.errors, document).join("; ");
      throw errors.forOutput(`The JSON document on stdout has another shape: ${mistakes}`, command, outcome, outcome.stderr);
    },
    async askJson(invocation, argv, options) {
      const { command, outcome } = await askStdout(invocation, argv, options);
      return parseAnswer(command, outcome);
    },
  };

  async function ask(invocation: Invocation, argv: readonly ArgvToken[], options: AskOptions = {}): Promise<Answer> {
    return askCommand(commandOf(invocation, argv), invocation, options);
  }

  async function askCommand(plain: ProgramCall, client: { readonly timeouts: Timeouts }, options: AskOptions = {}): Promise<Answer> {
    const { signal, stdin, hidesStdin, wanted = [0], defaultTotalMs: ownTotalMs = defaultTotalMs } = options;
    const limits = limitsOf(client, options);
    const command = hidesStdin === true && stdin !== undefined ? { ...plain, secrets: secretsOfStdin(stdin) } : plain;
    const outcome = await runProcess({
      ...(ownTotalMs === Infinity ? {} : { totalMs: ownTotalMs }),
      ...limits.process,
      ...command,
      ...(stdin === undefined ? {} : { stdin }),
      ...(signal === undefined ? {} : { signal }),
      maxOutputBytes,
    });
    if (outcome.type !== "exited" || outcome.exitCode === null || !wanted.includes(outcome.exitCode))
      throw errors.forEnd(command, outcome, outcome.stderr, { stdout: outcome.stdout, signal });
    return { command, outcome };
  }

  async function askStdout(invocation: Invocation, argv: readonly ArgvToken[], options?: AskOptions): Promise<Answer> {
    const answer = await ask(invocation, argv, options);
    const { command, outcome } = answer;
    if (outcome.exitCode !== 0 && outcome.stdout.trim() === "") throw errors.forEnd(command, outcome, outcome.stderr);
    return answer;
  }

  function parseAnswer(command: ProgramCall, outcome: ProcessOutcome): unknown {
    try {
      return JSON.parse(outcome.stdout);
    } catch (error) {
      const said = outcome.stdout.trim() === "" ? "it is empty" : messageOf(error);
      throw errors.forOutput(`Stdout is no JSON document: ${said}`, command, outcome, outcome.stderr, error);
    }
  }
}

/** Milliseconds for a question that the program answers without the network. */
export const defaultTotalMs = 30_000;

/** For a question that may ask the network, or read many files. */
export function slow(options: CallOptions = {}): AskOptions {
  return { ...options, defaultTotalMs: 300_000 };
}

const maxOutputBytes = 64 * 1024 * 1024;
