import { type ProcessEnd, redact } from "@lockstep/runtime";

/** What went wrong: a request that codex would refuse, a process that did not end well, or output that we cannot read or store. */
export type CodexErrorCode =
  | "CODEX_REQUEST"
  | "CODEX_NOT_STARTED"
  | "CODEX_EXIT"
  | "CODEX_TIMED_OUT"
  | "CODEX_SILENT"
  | "CODEX_OUTPUT_LIMIT"
  | "CODEX_ABORTED"
  | "CODEX_OUTPUT";

/** A call of codex, for messages. */
export interface CodexCommand {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/** The one error class of this package. Message, command and stderr carry no secrets; `command` and below are absent for `CODEX_REQUEST`. */
export class CodexError extends Error {
  override readonly name = "CodexError";
  readonly code: CodexErrorCode;
  readonly command: string | undefined;
  readonly cwd: string | undefined;
  readonly exitCode: number | null;
  readonly signal: string | null;
  /** The last lines of stderr. */
  readonly stderr: string;

  private constructor(
    code: CodexErrorCode,
    summary: string,
    call?: { readonly command: CodexCommand; readonly end: ProcessEnd; readonly stderr: string },
  ) {
    const clean = (text: string): string => redact(text, call?.command.env ?? {}, call?.command.args);
    const command = call && clean([call.command.file, ...call.command.args].join(" "));
    // Redacted before it is cut, so that no half of a secret stays.
    const stderr = call ? clean(call.stderr).trimEnd().split("\n").slice(-stderrLines).join("\n") : "";
    const details = call ? [`command: ${command}`, `directory: ${call.command.cwd}`, ...(stderr === "" ? [] : [`stderr: ${stderr}`])] : [];
    super([clean(summary), ...details].join("\n  "));
    this.code = code;
    this.command = command;
    this.cwd = call?.command.cwd;
    this.exitCode = call?.end.exitCode ?? null;
    this.signal = call?.end.signal ?? null;
    this.stderr = stderr;
  }

  static forRequest(summary: string): CodexError {
    return new CodexError("CODEX_REQUEST", summary);
  }

  /** For a process that ended well, and whose output we do not understand or cannot store. */
  static forOutput(summary: string, command: CodexCommand, end: ProcessEnd, stderr: string): CodexError {
    return new CodexError("CODEX_OUTPUT", summary, { command, end, stderr });
  }

  /** For a process that did not end with exit code 0; `told` is what codex itself gave as the reason on stdout. */
  static forEnd(command: CodexCommand, end: ProcessEnd, stderr: string, told?: string): CodexError {
    const how =
      end.reason ?? (end.signal === null ? `Codex exited with code ${end.exitCode}, wanted 0` : `Codex died of signal ${end.signal}`);
    return new CodexError(codes[end.type], told === undefined ? how : `${how}: ${told}`, { command, end, stderr });
  }
}

const stderrLines = 20;

const codes: Readonly<Record<ProcessEnd["type"], CodexErrorCode>> = {
  exited: "CODEX_EXIT",
  "timed-out": "CODEX_TIMED_OUT",
  silent: "CODEX_SILENT",
  "output-limit": "CODEX_OUTPUT_LIMIT",
  aborted: "CODEX_ABORTED",
  "spawn-failed": "CODEX_NOT_STARTED",
};
