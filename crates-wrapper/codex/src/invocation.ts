import { messageOf, type ProcessOutcome, type ProcessRequest, runProcess } from "@lockstep/runtime";
import { type ArgvToken, type KindsOf, mistakesOf, secretsOfStdin } from "@lockstep/wrapper";
import { assertFields } from "./codex-tools.ts";
import { type CodexCommand, CodexError } from "./codex-error.ts";
import type { Guard } from "./generated/exec-event.validators.js";
import { assertSupported } from "./versions/support.ts";

/** Time limits of a codex process in milliseconds, finite numbers above 0; absent: none. */
export interface Timeouts {
  readonly totalMs?: number;
  /** Longest time without a byte of output. */
  readonly silenceMs?: number;
  /** Runs of the agent only: longest time without an event that shows progress. Notices such as reconnections show none. */
  readonly progressMs?: number;
  /** Time between SIGTERM and SIGKILL, also 0; 2000 when absent. */
  readonly killGraceMs?: number;
}

/** What every call takes besides its request. */
export interface CallOptions {
  /** Kills codex with all that it started. */
  readonly signal?: AbortSignal;
  /** For this call, each in place of the client's of that name. */
  readonly timeouts?: Timeouts;
}

/** How to call the binary: everything but the arguments. */
export interface Invocation {
  readonly binary: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly timeouts: Timeouts;
  /** Of the binary. */
  readonly version: string;
  readonly allowHidden: boolean;
}

/** Limits as a process takes them, and the one of runs; none of them is `undefined`. */
export interface Limits {
  readonly process: Pick<ProcessRequest, "totalMs" | "silenceMs" | "killGraceMs">;
  readonly run: Pick<Timeouts, "progressMs">;
}

/** The limits of a call, checked: each its own, or else that of the client. */
export function limitsOf(invocation: { readonly timeouts: Timeouts }, { timeouts }: CallOptions = {}): Limits {
  const given = [invocation.timeouts, timeouts ?? {}];
  for (const limits of given) assertFields(limits, timeoutKinds, 'Option "timeouts"');
  const { progressMs, ...process }: Timeouts = Object.assign({}, ...given.map(withoutUndefined));
  const { killGraceMs, ...positive } = process;
  assertLimits({ ...positive, progressMs });
  assertLimits({ killGraceMs }, 0);
  return { process, run: progressMs === undefined ? {} : { progressMs } };
}

const timeoutKinds: KindsOf<Timeouts> = { totalMs: "NUMBER", silenceMs: "NUMBER", progressMs: "NUMBER", killGraceMs: "NUMBER" };

function withoutUndefined(timeouts: Timeouts): Timeouts {
  return Object.fromEntries(Object.entries(timeouts).filter(([, value]) => value !== undefined));
}

/** Throws a `CodexError` for a limit that is none; one without a `least` has to be above 0. */
export function assertLimits(limits: Readonly<Record<string, number | undefined>>, least?: number): void {
  for (const [option, limit] of Object.entries(limits)) {
    if (limit === undefined || (Number.isFinite(limit) && (limit > 0 || limit === least))) continue;
    throw CodexError.forRequest(
      `Limit "${option}" is ${String(limit)}, wanted a finite number ${least === undefined ? "above" : "from"} 0${least === undefined ? "" : " on"}, or none`,
    );
  }
}

/** A secret for stdin, which codex could not tell from none if it were blank. */
export function assertNotBlank(secret: string, what: string): string {
  if (typeof secret !== "string" || secret.trim() === "") throw CodexError.forRequest(`The ${what} is blank`);
  return secret;
}

/** The command line of a request. Throws a `CodexError` for a unit that the installed version does not have. */
export function commandOf({ binary, cwd, env, version, allowHidden }: Invocation, argv: readonly ArgvToken[]): CodexCommand {
  assertSupported(argv, version, allowHidden);
  return { file: binary, args: argv.map(({ token }) => token), cwd, env };
}

/** A process that ended by itself, and how it was called. */
export interface Answer {
  readonly command: CodexCommand;
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

/** Runs a command that starts no session to its end. Rejects with a `CodexError` unless its exit code is a wanted one. */
export async function ask(invocation: Invocation, argv: readonly ArgvToken[], options: AskOptions = {}): Promise<Answer> {
  return askCommand(commandOf(invocation, argv), invocation, options);
}

/** `ask` without the look at versions. */
export async function askCommand(plain: CodexCommand, client: { readonly timeouts: Timeouts }, options: AskOptions = {}): Promise<Answer> {
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
    throw CodexError.forEnd(command, outcome, outcome.stderr, { stdout: outcome.stdout, signal });
  return { command, outcome };
}

/** Milliseconds for a question that codex answers without the network. */
export const defaultTotalMs = 30_000;

const maxOutputBytes = 64 * 1024 * 1024;

/** The answer's stdout. Another exit code than 0 without it is no answer, whichever were wanted. */
export async function askText(invocation: Invocation, argv: readonly ArgvToken[], options?: AskOptions): Promise<string> {
  return (await askStdout(invocation, argv, options)).outcome.stdout;
}

/**
 * The answer's stdout as the document that the guard knows, fields that no schema knows included. Rejects with a `CodexError` with
 * code `CODEX_OUTPUT`, which tells JSON pointer, wanted and actual, when it is no JSON or has another shape.
 */
export async function askDocument<T>(
  invocation: Invocation,
  argv: readonly ArgvToken[],
  guard: Guard<T>,
  options?: AskOptions,
): Promise<T> {
  const { command, outcome } = await askStdout(invocation, argv, options);
  const document = parseAnswer(command, outcome);
  if (guard(document)) return document;
  const mistakes = mistakesOf(guard.errors, document).join("; ");
  throw CodexError.forOutput(`The JSON document on stdout has another shape: ${mistakes}`, command, outcome, outcome.stderr);
}

/** The answer's stdout as JSON of a shape that no schema knows. Rejects with a `CodexError` with code `CODEX_OUTPUT` when it is none. */
export async function askJson(invocation: Invocation, argv: readonly ArgvToken[], options?: AskOptions): Promise<unknown> {
  const { command, outcome } = await askStdout(invocation, argv, options);
  return parseAnswer(command, outcome);
}

async function askStdout(invocation: Invocation, argv: readonly ArgvToken[], options?: AskOptions): Promise<Answer> {
  const answer = await ask(invocation, argv, options);
  const { command, outcome } = answer;
  if (outcome.exitCode !== 0 && outcome.stdout.trim() === "") throw CodexError.forEnd(command, outcome, outcome.stderr);
  return answer;
}

function parseAnswer(command: CodexCommand, outcome: ProcessOutcome): unknown {
  try {
    return JSON.parse(outcome.stdout);
  } catch (error) {
    const said = outcome.stdout.trim() === "" ? "it is empty" : messageOf(error);
    throw CodexError.forOutput(`Stdout is no JSON document: ${said}`, command, outcome, outcome.stderr, error);
  }
}
