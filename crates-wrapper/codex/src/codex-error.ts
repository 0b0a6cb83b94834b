import { type ProcessEnd, redact } from "@lockstep/runtime";
import { secretsOf, withoutSecrets } from "./secrets.ts";

import { describeUnsupported } from "./versions/describe-unsupported.ts";
import type { Unit, UnitState } from "./versions/support.ts";

/**
 * What went wrong: a request that codex would refuse, an option that the installed version does not have, a process that did not
 * end well, output that we cannot read or store, or a request that the app server refuses.
 */
export type CodexErrorCode =
  | "CODEX_REQUEST"
  | "CODEX_UNSUPPORTED"
  | "CODEX_NOT_STARTED"
  | "CODEX_EXIT"
  | "CODEX_TIMED_OUT"
  | "CODEX_SILENT"
  | "CODEX_STALLED"
  | "CODEX_OUTPUT_LIMIT"
  | "CODEX_ABORTED"
  | "CODEX_OUTPUT"
  | "CODEX_RPC";

/** A call of codex, for messages. */
export interface CodexCommand {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** What messages must not show besides the secrets of `env` and `args`. */
  readonly secrets?: readonly string[];
}

/** A command or flag that the installed codex does not have in plain view. */
export interface UnsupportedUnit extends Unit {
  /** What the installed version makes of it. */
  readonly state: UnitState;
  readonly installedVersion: string;
  /** The versions known to show it in their help. */
  readonly visibleIn: readonly string[];
  /** The versions known to accept it without showing it. */
  readonly hiddenIn: readonly string[];
}

/** What the app server says against a request of ours. */
export interface RpcError {
  readonly method: string;
  /** Of JSON-RPC, such as -32600 for an invalid request; codex gives that one for an unknown method too. */
  readonly code: number;
  readonly message: string;
  /** As the server sent it; `undefined` when it sent none. */
  readonly data: unknown;
}

/** What else is known of an end that was no good one. */
export interface EndDetails {
  /** What codex itself gave as the reason on stdout. */
  readonly told?: string | undefined;
  /** Stands in for a blank stderr. */
  readonly stdout?: string;
  /** The caller's: when it has aborted the process, its reason is the cause. */
  readonly signal?: AbortSignal | undefined;
  /** The original error. */
  readonly cause?: unknown;
}

/**
 * The one error class of this package. Message, command and stderr carry no secrets; `cause` is the original error where there is one,
 * the `reason` of the caller's `AbortSignal` included.
 * `command` and below are absent for `CODEX_REQUEST` and `CODEX_UNSUPPORTED`, which start nothing.
 * @example
 * ```ts
 * import { CodexError, openCodex } from "@lockstep/codex";
 *
 * const codex = await openCodex({ binary: "codex" });
 * try {
 *   await codex.exec({ prompt: "Fix the failing test", worktree: true }).result();
 * } catch (error) {
 *   if (!(error instanceof CodexError)) throw error;
 *   if (error.code === "CODEX_UNSUPPORTED") process.stderr.write(`It is in ${error.unsupported?.visibleIn.join(", ")}\n`);
 *   else process.stderr.write(`${error.code}, exit code ${error.exitCode}: ${error.message}\n`);
 * }
 * ```
 */
export class CodexError extends Error {
  override readonly name = "CodexError";
  readonly code: CodexErrorCode;
  /** Present for `CODEX_UNSUPPORTED`. */
  readonly unsupported: UnsupportedUnit | undefined;
  /** Present for `CODEX_RPC`. */
  readonly rpc: RpcError | undefined;
  readonly command: string | undefined;
  readonly cwd: string | undefined;
  readonly exitCode: number | null;
  readonly signal: string | null;
  /** The last lines of stderr, without the backtraces that codex prints when `RUST_BACKTRACE` is set. */
  readonly stderr: string;

  private constructor(
    code: CodexErrorCode,
    summary: string,
    call?: { readonly command: CodexCommand; readonly end: ProcessEnd; readonly stderr: string; readonly stdout?: string | undefined },
    { unsupported, rpc, cause }: { readonly unsupported?: UnsupportedUnit; readonly rpc?: RpcError; readonly cause?: unknown } = {},
  ) {
    const args = call?.command.args ?? [];
    const known = [...(call?.command.secrets ?? []), ...secretsOf(args)];
    const clean = (text: string): string => redact(text, call?.command.env ?? {}, args, known);
    const command = call && clean([call.command.file, ...withoutSecrets(args)].join(" "));
    // Redacted before it is cut, so that no half of a secret stays.
    const lastLines = (text = ""): string => withoutBacktraces(clean(text)).trim().split("\n").slice(-shownLines).join("\n");
    const stderr = lastLines(call?.stderr);
    const stdout = stderr === "" ? lastLines(call?.stdout) : "";
    const output = stderr === "" ? (stdout === "" ? [] : [`stdout: ${stdout}`]) : [`stderr: ${stderr}`];
    const details = call ? [`command: ${command}`, `directory: ${call.command.cwd}`, ...output] : [];
    super([clean(summary), ...details].join("\n  "), cause === undefined ? {} : { cause: cleanCause(cause, clean) });
    this.code = code;
    this.unsupported = unsupported;
    this.rpc = rpc && { ...rpc, message: clean(rpc.message) };
    this.command = command;
    this.cwd = call?.command.cwd;
    this.exitCode = call?.end.exitCode ?? null;
    this.signal = call?.end.signal ?? null;
    this.stderr = stderr;
  }

  static forRequest(summary: string, cause?: unknown): CodexError {
    return new CodexError("CODEX_REQUEST", summary, undefined, { cause });
  }

  static forUnsupported(unit: UnsupportedUnit): CodexError {
    return new CodexError("CODEX_UNSUPPORTED", describeUnsupported(unit), undefined, { unsupported: unit });
  }

  /** For a process that we could not start, as `reason` says. */
  static forStart(command: CodexCommand, reason: string, cause?: unknown): CodexError {
    return CodexError.forEnd(command, { type: "spawn-failed", exitCode: null, signal: null, durationMs: 0, reason }, "", { cause });
  }

  /** For a process that ended well, and whose output we do not understand or cannot store. */
  static forOutput(summary: string, command: CodexCommand, end: ProcessEnd, stderr: string, cause?: unknown): CodexError {
    return new CodexError("CODEX_OUTPUT", summary, { command, end, stderr }, { cause });
  }

  /** For a request that a running app server answers with an error. */
  static forRpc(command: CodexCommand, rpc: RpcError): CodexError {
    const end: ProcessEnd = { type: "exited", exitCode: null, signal: null, durationMs: 0 };
    const summary = `The app server refuses "${rpc.method}": ${rpc.message} (code ${rpc.code})`;
    return new CodexError("CODEX_RPC", summary, { command, end, stderr: "" }, { rpc });
  }

  /** For a process that did not end well. */
  static forEnd(command: CodexCommand, end: ProcessEnd, stderr: string, { told, stdout, signal, cause }: EndDetails = {}): CodexError {
    const how =
      end.reason ?? (end.signal === null ? `Codex exited with code ${end.exitCode}, wanted 0` : `Codex died of signal ${end.signal}`);
    return new CodexError(
      codes[end.type],
      told === undefined ? how : end.type === "exited" ? `${how}: ${told}` : `${how}; the last that codex told: ${told}`,
      { command, end, stderr, stdout },
      {
        cause: cause ?? (end.type === "aborted" && signal?.aborted === true ? signal.reason : undefined),
      },
    );
  }
}

const shownLines = 20;

/** A parser quotes what it reads; any other error stays as it is. */
function cleanCause(cause: unknown, clean: (text: string) => string): unknown {
  return cause instanceof SyntaxError ? new SyntaxError(clean(cause.message)) : cause;
}

/** Without the frames of Rust's backtraces, which would push the reason out of the last lines. */
function withoutBacktraces(text: string): string {
  let isInside = false;
  const kept = text.split("\n").filter((line) => {
    if (/^\s*stack backtrace:\s*$/i.test(line)) {
      isInside = true;
      return false;
    }
    isInside &&= /^\s+(?:\d+: |at )|^note: Some details are omitted/.test(line);
    return !isInside;
  });
  return kept.join("\n");
}

const codes: Readonly<Record<ProcessEnd["type"], CodexErrorCode>> = {
  exited: "CODEX_EXIT",
  "timed-out": "CODEX_TIMED_OUT",
  silent: "CODEX_SILENT",
  stalled: "CODEX_STALLED",
  "output-limit": "CODEX_OUTPUT_LIMIT",
  aborted: "CODEX_ABORTED",
  "spawn-failed": "CODEX_NOT_STARTED",
};
