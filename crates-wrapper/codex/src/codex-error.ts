import type { ProcessEnd } from "@lockstep/runtime";
import { cleaned, type Failure, type Program, type ProgramCall, type Unit, WrapperError } from "@lockstep/wrapper";
import { secretPlaces } from "./config/secret-places.ts";

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
export type CodexCommand = ProgramCall;

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
 * The one error class of this package. Message, command and stderr carry no secrets; `cause` is the original error where there is one,
 * the `reason` of the caller's `AbortSignal` included.
 * Nothing is known of a process for `CODEX_REQUEST` and `CODEX_UNSUPPORTED`, which start none. `stderr` comes without the backtraces
 * that codex prints when `RUST_BACKTRACE` is set.
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
export class CodexError extends WrapperError<CodexErrorCode> {
  /** @internal */
  static readonly program: Program = {
    title: "Codex",
    command: "codex",
    prefix: "CODEX",
    secrets: secretPlaces,
    withoutNoise: withoutBacktraces,
    fieldOf,
  };
  override readonly name = "CodexError";
  /** Present for `CODEX_RPC`. */
  readonly rpc: RpcError | undefined;

  private constructor(failure: Failure<string>, rpc?: RpcError) {
    super(failure);
    this.rpc = rpc && { ...rpc, message: cleaned(rpc.message, CodexError.program, failure.process?.call) };
  }

  /** For a request that a running app server answers with an error. */
  static forRpc(command: CodexCommand, rpc: RpcError): CodexError {
    const end: ProcessEnd = { type: "exited", exitCode: null, signal: null, durationMs: 0 };
    const summary = `The app server refuses "${rpc.method}": ${rpc.message} (code ${rpc.code})`;
    return new CodexError({ reason: "RPC", summary, process: { call: command, end, stderr: "" } }, rpc);
  }
}

/** Without the frames of Rust's backtraces, which codex prints when `RUST_BACKTRACE` is set: they would push the reason out of the last lines. */
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

/** Some flags are made of fields with another name, and `--config` of many. */
function fieldOf({ path, key }: Required<Unit>, sameLetters: string): string | undefined {
  if (key === "--config") return undefined;
  const command = path.at(-1);
  if (command === "review" && ["--uncommitted", "--base", "--commit", "--title"].includes(key)) return "target";
  if (command === "resume" && ["--last", "--all"].includes(key)) return "session";
  return sameLetters;
}
