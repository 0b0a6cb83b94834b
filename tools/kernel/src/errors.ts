/**
 * Why a tool stopped without an answer, and the exit code that says so. Findings are values, never exceptions;
 * code 1 is left to crashes, so that a gate never reads a crash as "findings".
 */
export const EXIT = { ok: 0, crash: 1, findings: 2, noAnswer: 3, usage: 64, busy: 75, interrupted: 130 } as const;

export interface ErrorOptions {
  /** The command that fixes it, or the file to look at. */
  readonly hint?: string;
  readonly cause?: unknown;
  /** Printed instead of `error[CODE]: message`, where a published contract words that line. */
  readonly line?: string;
}

/** An error that a user can act on. Printed as `error[CODE]: message` and `  hint: hint`, without a stack. */
export abstract class ToolError extends Error {
  abstract readonly exitCode: number;
  /** Stable and grep-able, for example `MANIFEST_SCHEMA`. Never reused for another meaning. */
  readonly code: string;
  readonly hint: string | undefined;
  /** What is printed of it; the hint follows on a line of its own. */
  readonly line: string;

  constructor(code: string, message: string, options: ErrorOptions = {}) {
    super(message, "cause" in options ? { cause: options.cause } : undefined);
    this.name = new.target.name;
    this.code = code;
    this.hint = options.hint;
    this.line = options.line ?? `error[${code}]: ${message}`;
  }
}

/** The command line is wrong. */
export class UsageError extends ToolError {
  readonly exitCode = EXIT.usage;
}

/** A committed or given file is missing, unparsable, or violates its contract. */
export class InputError extends ToolError {
  readonly exitCode = EXIT.noAnswer;
}

/** Something outside the repository failed: a child process, the disk, the registry. */
export class EnvironmentError extends ToolError {
  readonly exitCode = EXIT.noAnswer;
}

/** Something outside the repository is busy: a lock, a rate limit. The same call may succeed later. */
export class BusyError extends ToolError {
  readonly exitCode = EXIT.busy;
}

/** A person or a supervisor stopped the command; what it had begun is undone or whole. */
export class Interrupted extends ToolError {
  readonly exitCode = EXIT.interrupted;

  constructor(signal: string) {
    super("INTERRUPTED", `Interrupted by ${signal}`, { hint: "Run the command again; what was finished is kept" });
  }
}

/** Makes a `switch` exhaustive: compiling fails when a case is missing. */
export function unreachable(value: never): never {
  throw new Error(`Reached an impossible case: ${JSON.stringify(value)}`);
}
