import { type ProcessEnd, redact } from "@lockstep/runtime";
import type { Program } from "./program.ts";
import { secretsOf, withoutSecrets } from "./secrets.ts";
import { describeUnsupported } from "./versions/describe-unsupported.ts";
import type { Unit, UnitState } from "./versions/version-tools.ts";

/**
 * Why a wrapper throws, as its error codes say behind their prefix: a request that the program would refuse, an option that the
 * installed version does not have, a process that did not end well, or output that we cannot read or store.
 */
export type ErrorReason =
  | "REQUEST"
  | "UNSUPPORTED"
  | "NOT_STARTED"
  | "EXIT"
  | "TIMED_OUT"
  | "SILENT"
  | "STALLED"
  | "OUTPUT_LIMIT"
  | "ABORTED"
  | "OUTPUT";

/** A call of the program, for messages. */
export interface ProgramCall {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** What messages must not show besides the secrets of `env` and `args`. */
  readonly secrets?: readonly string[];
}

/** A command or flag that the installed version does not have in plain view. */
export interface UnsupportedUnit extends Unit {
  /** What the installed version makes of it. */
  readonly state: UnitState;
  readonly installedVersion: string;
  /** The versions known to show it in their help. */
  readonly visibleIn: readonly string[];
  /** The versions known to accept it without showing it. */
  readonly hiddenIn: readonly string[];
}

/** What else is known of an end that was no good one. */
export interface EndDetails {
  /** What the program itself gave as the reason on stdout. */
  readonly told?: string | undefined;
  /** Stands in for a blank stderr. */
  readonly stdout?: string;
  /** The caller's: when it has aborted the process, its reason is the cause. */
  readonly signal?: AbortSignal | undefined;
  /** The original error. */
  readonly cause?: unknown;
  /** What the error class of the wrapper tells besides. */
  readonly facts?: unknown;
}

/** What an error is made of. */
export interface Failure<Reason extends string = ErrorReason> {
  /** The error's code without the prefix of its wrapper. */
  readonly reason: Reason;
  readonly summary: string;
  /** Absent when nothing was started. */
  readonly process?: {
    readonly call: ProgramCall;
    readonly end: ProcessEnd;
    readonly stderr: string;
    readonly stdout?: string | undefined;
  };
  readonly unsupported?: UnsupportedUnit;
  readonly cause?: unknown;
  /** For the constructor of the subclass, which knows its type. */
  readonly facts?: unknown;
}

/**
 * What the error classes of all wrappers have in common; each wrapper has one class of its own. Message, command and stderr carry no
 * secrets; `cause` is the original error where there is one, the `reason` of the caller's `AbortSignal` included.
 * `command` and below are absent for the codes `…_REQUEST` and `…_UNSUPPORTED`, which start nothing.
 */
export abstract class WrapperError<Code extends string = string> extends Error {
  readonly code: Code;
  /** Present for the code `…_UNSUPPORTED`. */
  readonly unsupported: UnsupportedUnit | undefined;
  readonly command: string | undefined;
  readonly cwd: string | undefined;
  readonly exitCode: number | null;
  readonly signal: string | null;
  /** The last lines of stderr, without backtraces. */
  readonly stderr: string;

  /** @internal The subclass has a static `program`, whose prefix makes `reason` one of `Code`. */
  protected constructor({ reason, summary, process, unsupported, cause }: Failure<string>) {
    const { program } = new.target as unknown as WrapperErrorClass;
    const call = process?.call;
    const clean = (text: string): string => cleaned(text, program, call);
    const command = call && clean([call.file, ...withoutSecrets(call.args, program.secrets)].join(" "));
    // Redacted before it is cut, so that no half of a secret stays.
    const lastLines = (text = ""): string => {
      const readable = program.withoutNoise?.(clean(text)) ?? clean(text);
      return readable.trim().split("\n").slice(-shownLines).join("\n");
    };
    const stderr = lastLines(process?.stderr);
    const stdout = stderr === "" ? lastLines(process?.stdout) : "";
    const output = stderr === "" ? (stdout === "" ? [] : [`stdout: ${stdout}`]) : [`stderr: ${stderr}`];
    const details = call ? [`command: ${command}`, `directory: ${call.cwd}`, ...output] : [];
    super([clean(summary), ...details].join("\n  "), cause === undefined ? {} : { cause: cleanCause(cause, clean) });
    this.code = `${program.prefix}_${reason}` as Code;
    this.unsupported = unsupported;
    this.command = command;
    this.cwd = call?.cwd;
    this.exitCode = process?.end.exitCode ?? null;
    this.signal = process?.end.signal ?? null;
    this.stderr = stderr;
  }

  static forRequest<Made extends WrapperError>(this: { readonly prototype: Made }, summary: string, cause?: unknown): Made {
    return make(this, { reason: "REQUEST", summary, cause });
  }

  static forUnsupported<Made extends WrapperError>(this: { readonly prototype: Made }, unit: UnsupportedUnit): Made {
    return make(this, { reason: "UNSUPPORTED", summary: describeUnsupported(unit, programOf(this)), unsupported: unit });
  }

  /** For a process that we could not start, as `reason` says. */
  static forStart<Made extends WrapperError>(this: { readonly prototype: Made }, call: ProgramCall, reason: string, cause?: unknown): Made {
    const end = { type: "spawn-failed", exitCode: null, signal: null, durationMs: 0, reason } as const;
    return make(this, failureOfEnd(programOf(this), call, end, "", { cause }));
  }

  /** For a process that ended well, and whose output we do not understand or cannot store. */
  static forOutput<Made extends WrapperError>(
    this: { readonly prototype: Made },
    summary: string,
    call: ProgramCall,
    end: ProcessEnd,
    stderr: string,
    cause?: unknown,
  ): Made {
    return make(this, { reason: "OUTPUT", summary, process: { call, end, stderr }, cause });
  }

  /** For a process that did not end well. */
  static forEnd<Made extends WrapperError>(
    this: { readonly prototype: Made },
    call: ProgramCall,
    end: ProcessEnd,
    stderr: string,
    details: EndDetails = {},
  ): Made {
    return make(this, failureOfEnd(programOf(this), call, end, stderr, details));
  }
}

/** The error class of a wrapper, as what throws its errors needs it. */
export interface WrapperErrorClass {
  readonly prototype: WrapperError;
  readonly program: Program;
  forRequest(summary: string, cause?: unknown): WrapperError;
  forUnsupported(unit: UnsupportedUnit): WrapperError;
  forStart(call: ProgramCall, reason: string, cause?: unknown): WrapperError;
  forOutput(summary: string, call: ProgramCall, end: ProcessEnd, stderr: string, cause?: unknown): WrapperError;
  forEnd(call: ProgramCall, end: ProcessEnd, stderr: string, details?: EndDetails): WrapperError;
}

/** A text without the secrets of a call, and without what looks like one. */
export function cleaned(text: string, program: Program, call?: ProgramCall): string {
  const args = call?.args ?? [];
  return redact(text, call?.env ?? {}, args, [...(call?.secrets ?? []), ...secretsOf(args, program.secrets)]);
}

const shownLines = 20;

/** The static makers know their class by `this` alone: the constructor is for subclasses. */
function make<Made>(errorClass: { readonly prototype: Made }, failure: Failure): Made {
  return new (errorClass as unknown as new (failure: Failure) => Made)(failure);
}

function programOf(errorClass: object): Program {
  return (errorClass as WrapperErrorClass).program;
}

function failureOfEnd(
  { title, command }: Program,
  call: ProgramCall,
  end: ProcessEnd,
  stderr: string,
  { told, stdout, signal, cause, facts }: EndDetails,
): Failure {
  const how =
    end.reason ?? (end.signal === null ? `${title} exited with code ${end.exitCode}, wanted 0` : `${title} died of signal ${end.signal}`);
  return {
    reason: reasons[end.type],
    summary: told === undefined ? how : end.type === "exited" ? `${how}: ${told}` : `${how}; the last that ${command} told: ${told}`,
    process: { call, end, stderr, stdout },
    cause: cause ?? (end.type === "aborted" && signal?.aborted === true ? signal.reason : undefined),
    facts,
  };
}

/** A parser quotes what it reads; any other error stays as it is. */
function cleanCause(cause: unknown, clean: (text: string) => string): unknown {
  return cause instanceof SyntaxError ? new SyntaxError(clean(cause.message)) : cause;
}

const reasons: Readonly<Record<ProcessEnd["type"], ErrorReason>> = {
  exited: "EXIT",
  "timed-out": "TIMED_OUT",
  silent: "SILENT",
  stalled: "STALLED",
  "output-limit": "OUTPUT_LIMIT",
  aborted: "ABORTED",
  "spawn-failed": "NOT_STARTED",
};
