import { type ProcessEnd, redact } from "@lockstep/runtime";

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

/**
 * The one error class of this package. Message, command and stderr carry no secrets.
 * `command` and below are absent for `CODEX_REQUEST` and `CODEX_UNSUPPORTED`, which start nothing.
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
    call?: { readonly command: CodexCommand; readonly end: ProcessEnd; readonly stderr: string },
    unsupported?: UnsupportedUnit,
    rpc?: RpcError,
  ) {
    const hidden = call === undefined ? {} : { ...call.command.env, ...named(call.command.secrets ?? []) };
    const clean = (text: string): string => redact(text, hidden, call?.command.args);
    const command = call && clean([call.command.file, ...call.command.args].join(" "));
    // Redacted before it is cut, so that no half of a secret stays.
    const stderr = call ? withoutBacktraces(clean(call.stderr)).trim().split("\n").slice(-stderrLines).join("\n") : "";
    const details = call ? [`command: ${command}`, `directory: ${call.command.cwd}`, ...(stderr === "" ? [] : [`stderr: ${stderr}`])] : [];
    super([clean(summary), ...details].join("\n  "));
    this.code = code;
    this.unsupported = unsupported;
    this.rpc = rpc && { ...rpc, message: clean(rpc.message) };
    this.command = command;
    this.cwd = call?.command.cwd;
    this.exitCode = call?.end.exitCode ?? null;
    this.signal = call?.end.signal ?? null;
    this.stderr = stderr;
  }

  static forRequest(summary: string): CodexError {
    return new CodexError("CODEX_REQUEST", summary);
  }

  static forUnsupported(unit: UnsupportedUnit): CodexError {
    return new CodexError("CODEX_UNSUPPORTED", describeUnsupported(unit), undefined, unit);
  }

  /** For a process that we could not start, as `reason` says. */
  static forStart(command: CodexCommand, reason: string): CodexError {
    return CodexError.forEnd(command, { type: "spawn-failed", exitCode: null, signal: null, durationMs: 0, reason }, "");
  }

  /** For a process that ended well, and whose output we do not understand or cannot store. */
  static forOutput(summary: string, command: CodexCommand, end: ProcessEnd, stderr: string): CodexError {
    return new CodexError("CODEX_OUTPUT", summary, { command, end, stderr });
  }

  /** For a request that a running app server answers with an error. */
  static forRpc(command: CodexCommand, rpc: RpcError): CodexError {
    const end: ProcessEnd = { type: "exited", exitCode: null, signal: null, durationMs: 0 };
    const summary = `The app server refuses "${rpc.method}": ${rpc.message} (code ${rpc.code})`;
    return new CodexError("CODEX_RPC", summary, { command, end, stderr: "" }, undefined, rpc);
  }

  /** For a process that did not end with exit code 0; `told` is what codex itself gave as the reason on stdout. */
  static forEnd(command: CodexCommand, end: ProcessEnd, stderr: string, told?: string): CodexError {
    const how =
      end.reason ?? (end.signal === null ? `Codex exited with code ${end.exitCode}, wanted 0` : `Codex died of signal ${end.signal}`);
    return new CodexError(codes[end.type], told === undefined ? how : `${how}: ${told}`, { command, end, stderr });
  }
}

const stderrLines = 20;

/** Secrets as variables, whose names say what they are. */
function named(secrets: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(secrets.map((secret, i) => [`SECRET_${String(i)}`, secret]));
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

function describeUnsupported({ path, key, state, installedVersion, visibleIn, hiddenIn }: UnsupportedUnit): string {
  const command = path.length === 0 ? "codex" : `"${path.join(" ")}"`;
  const unit = key === undefined ? command : `"${key}" of ${command}`;
  const seen = [
    visibleIn.length > 0 ? `versions that show it: ${visibleIn.join(", ")}` : "",
    hiddenIn.length > 0 ? `versions that hide it: ${hiddenIn.join(", ")}` : "",
  ].filter((text) => text !== "");
  const known = seen.length === 0 ? "no known version has it" : seen.join("; ");
  switch (state) {
    case "hidden":
      return `Codex ${installedVersion} hides ${unit}, and upstream hides what it may remove; ${known}. Set "allowHidden" to use it all the same`;
    case "rejected":
      return `Codex ${installedVersion} rejects ${unit}; ${known}`;
    case "unknown":
      return `Codex ${installedVersion} does not have ${unit}; ${known}`;
    case "visible":
      return `Codex ${installedVersion} has ${unit}; ${known}`;
  }
}
