import type { CliDescriptor } from "@lockstep/contracts";
import { EnvironmentError, type Processes, type ProcessOutcome } from "@lockstep/kernel";
import { cleanText, type Probe } from "@lockstep/surface";
import { sha256Text } from "./probe-cache.ts";
import { maskFolders, probeEnvironment, type ProbeFolders } from "./probe-folders.ts";
import { planShellBatch, type ShellBatch } from "./shell-batch.ts";

/** How to reach the binary of a CLI. */
export interface BinaryCall {
  readonly descriptor: CliDescriptor;
  /** Absolute. */
  readonly binary: string;
  /** The command and its words that run a foreign binary; `[]` to run it directly. */
  readonly via: readonly string[];
  readonly timeoutMs: number;
}

/** One call of a binary: its words, and how it ended with clean output in which the throw-away folders are masked. */
export interface Call {
  readonly command: string;
  readonly outcome: ProcessOutcome;
}

/** Calls a binary in its throw-away environment. */
export class Prober {
  readonly #call: BinaryCall;
  readonly #folders: ProbeFolders;
  readonly #processes: Processes;
  readonly #env: Readonly<Record<string, string>>;
  #canBatch: boolean;

  constructor(call: BinaryCall, folders: ProbeFolders, processes: Processes, hostEnv: Readonly<Record<string, string | undefined>>) {
    this.#call = call;
    this.#folders = folders;
    this.#processes = processes;
    this.#env = probeEnvironment(call.descriptor, folders, hostEnv);
    this.#canBatch = folders.cwd.startsWith("/");
  }

  /** Runs the binary with these words. `shown` replaces them in messages. */
  async call(args: readonly string[], options: { readonly shown?: readonly string[]; readonly timeoutMs?: number } = {}): Promise<Call> {
    const [file, ...prefix] = [...this.#call.via, this.#call.binary];
    const outcome = await this.#processes.run({
      file,
      args: [...prefix, ...args],
      cwd: this.#folders.cwd,
      env: this.#env,
      totalMs: options.timeoutMs ?? this.#call.timeoutMs,
      maxOutputBytes: MAX_OUTPUT_BYTES,
    });
    return { command: [this.#call.descriptor.binary, ...(options.shown ?? args)].join(" "), outcome: this.#clean(outcome) };
  }

  /** Runs a call whose failure is no error: its text, or the entry for `known_omissions`. */
  async probe(kind: string, args: readonly string[], options: { readonly shown?: readonly string[] } = {}): Promise<Probe> {
    const call = await this.call(args, options);
    const failure = failureOf(kind, call, this.#call.timeoutMs);
    return failure === undefined ? { type: "text", text: textOf(call.outcome) } : { type: "failed", omission: failure };
  }

  /**
   * Runs several probes one after the other in one process, and those again on their own that did not end well there. The
   * time limit of one call holds for all of them together, so that none can take longer than it may.
   */
  async probeAll(
    kind: string,
    calls: readonly { readonly args: readonly string[]; readonly shown: readonly string[] }[],
  ): Promise<readonly Probe[]> {
    const done = this.#canBatch && calls.length > 1 ? await this.#runBatch(calls.map(({ args }) => args)) : [];
    const probes: Probe[] = [];
    for (const [index, { args, shown }] of calls.entries()) {
      const output = done[index];
      probes.push(output === undefined ? await this.probe(kind, args, { shown }) : { type: "text", text: textOf(this.#clean(output)) });
    }
    return probes;
  }

  async #runBatch(calls: readonly (readonly string[])[]): Promise<ReturnType<ShellBatch["read"]>> {
    const batch = planShellBatch(
      calls.map((args) => [...this.#call.via, this.#call.binary, ...args]),
      sha256Text(this.#folders.cwd).slice(0, 32),
    );
    const outcome = await this.#processes.run({
      file: "/bin/sh",
      args: ["-s"],
      cwd: this.#folders.cwd,
      env: this.#env,
      stdin: batch.script,
      totalMs: this.#call.timeoutMs,
      maxOutputBytes: MAX_OUTPUT_BYTES,
    });
    // Without a shell it is no use to try again.
    if (outcome.type === "spawn-failed") this.#canBatch = false;
    return batch.read(outcome);
  }

  #clean<Output extends { readonly stdout: string; readonly stderr: string }>(output: Output): Output {
    const clean = (text: string): string => maskFolders(cleanText(text), this.#folders);
    return { ...output, stdout: clean(output.stdout), stderr: clean(output.stderr) };
  }

  /** Runs a call that must succeed and gives its text. Throws `EnvironmentError` with command, folder, end, last stderr lines and next step. */
  async require(args: readonly string[], timeoutMs: number): Promise<string> {
    const call = await this.call(args, { timeoutMs });
    if (call.outcome.type === "exited" && call.outcome.exitCode === 0) return textOf(call.outcome);
    throw callError(call, this.#call, timeoutMs);
  }
}

/** Help texts are some kilobytes, a completion script under a megabyte. */
const MAX_OUTPUT_BYTES = 8 * 1024 * 1024;

/** The text that a call printed: stdout, or stderr without its leading warnings when stdout is empty. */
function textOf({ stdout, stderr }: { readonly stdout: string; readonly stderr: string }): string {
  if (stdout.trim() !== "") return stdout;
  const lines = stderr.split("\n");
  const from = lines.findIndex((line) => !/^\s*(?:$|(?:\S+:\s+)?\[?(?:warn|warning|note|info)\]?\b)/i.test(line));
  return lines.slice(Math.max(from, 0)).join("\n");
}

/** Why a call gave no text, in the words of `known_omissions`; `undefined` when it did. */
function failureOf(kind: string, { command, outcome }: Call, timeoutMs: number): string | undefined {
  switch (outcome.type) {
    case "exited":
      if (outcome.exitCode === 0) return undefined;
      return `${kind} probe failed: ${command} (${outcome.exitCode === null ? `signal ${outcome.signal ?? "unknown"}` : `exit ${String(outcome.exitCode)}`})`;
    case "timed-out":
    case "silent":
      return `timeout after ${String(timeoutMs)} ms: ${command}`;
    case "output-limit":
      return `more than ${String(MAX_OUTPUT_BYTES)} bytes of output: ${command}`;
    case "aborted":
    case "spawn-failed":
      return `${kind} probe failed: ${command} (not started)`;
  }
}

function callError({ command, outcome }: Call, { binary, via }: BinaryCall, timeoutMs: number): EnvironmentError {
  const where = `"${command}" (${[...via, binary].join(" ")})`;
  const tail = outcome.stderr.trim().split("\n").slice(-5).join("\n  ");
  const said = tail === "" ? "; it printed nothing on stderr" : `; its last lines on stderr:\n  ${tail}`;
  const hint =
    via.length > 0
      ? "Check that the runner in --via is installed and fits the binary"
      : "Run it by hand; a binary of another platform needs --via";
  switch (outcome.type) {
    case "exited":
      return new EnvironmentError(
        "PROBE_FAILED",
        `${where} ${outcome.exitCode === null ? `died of ${outcome.signal ?? "a signal"}` : `ended with exit code ${String(outcome.exitCode)}, wanted 0`}${said}`,
        { hint },
      );
    case "timed-out":
    case "silent":
      return new EnvironmentError("PROBE_TIMEOUT", `${where} did not end within ${String(timeoutMs)} ms and was killed${said}`, {
        hint: "Give it more time with --help-timeout-ms, or run it by hand to see what it waits for",
      });
    case "output-limit":
      return new EnvironmentError("PROBE_FLOOD", `${where} printed more than ${String(MAX_OUTPUT_BYTES)} bytes and was killed`, {
        hint: "Check that --binary names the CLI itself",
      });
    case "aborted":
    case "spawn-failed":
      return new EnvironmentError("BINARY_UNUSABLE", `${where} could not be started: ${outcome.reason ?? "unknown reason"}`, { hint });
  }
}
