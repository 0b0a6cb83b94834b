import type { CliDescriptor } from "@lockstep/contracts";
import { EnvironmentError, type Processes, type ProcessOutcome } from "@lockstep/kernel";
import { cleanText, type AcceptanceAnswer, type AcceptanceCall, type Probe } from "@lockstep/surface";
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
  /** The words before every command line. */
  #isolation: readonly string[] = [];

  constructor(call: BinaryCall, folders: ProbeFolders, processes: Processes, hostEnv: Readonly<Record<string, string | undefined>>) {
    this.#call = call;
    this.#folders = folders;
    this.#processes = processes;
    this.#env = probeEnvironment(call.descriptor, folders, hostEnv);
    this.#canBatch = folders.cwd.startsWith("/");
  }

  /** Runs the binary with these words. */
  async call(args: readonly string[], timeoutMs = this.#call.timeoutMs): Promise<Call> {
    const words = [...this.#call.via, this.#call.binary, ...args];
    const isolated = await this.#run(words, timeoutMs);
    // `unshare` says in words of its own that it could not start the program; starting it directly gives the system's reason.
    const isStarted =
      this.#isolation.length === 0 ||
      (isolated.exitCode !== 126 && isolated.exitCode !== 127) ||
      !isolated.stderr.startsWith("unshare: failed to execute ");
    const outcome = isStarted ? isolated : await this.#run(words, timeoutMs, []);
    return { command: [this.#call.descriptor.binary, ...args].join(" "), outcome: this.#clean(outcome) };
  }

  async #run(
    words: readonly string[],
    totalMs: number,
    isolation = this.#isolation,
    stdin: { readonly stdin?: string } = {},
  ): Promise<ProcessOutcome> {
    const [file = "", ...args] = [...isolation, ...words];
    return this.#processes.run({ file, args, cwd: this.#folders.cwd, env: this.#env, ...stdin, totalMs, maxOutputBytes: MAX_OUTPUT_BYTES });
  }

  /** Finds out whether programs can be cut off from every network; they are from then on. Elsewhere the dead proxy has to do. */
  async isolate(): Promise<void> {
    const { type, exitCode } = await this.#run([...NAMESPACE, "true"], this.#call.timeoutMs);
    if (type === "exited" && exitCode === 0) this.#isolation = NAMESPACE;
  }

  /**
   * Runs a call whose failure is no error: its text, or the entry for `known_omissions`. Where it prints nothing, it is made once
   * more: some programs lose their output on a busy machine.
   */
  async probe(kind: string, args: readonly string[]): Promise<Probe> {
    const first = await this.call(args);
    const isSilent = failureOf(kind, first, this.#call.timeoutMs) === undefined && textOf(first.outcome).trim() === "";
    const call = isSilent ? await this.call(args) : first;
    const failure = failureOf(kind, call, this.#call.timeoutMs);
    return failure === undefined ? { type: "text", text: textOf(call.outcome) } : { type: "failed", omission: failure };
  }

  /**
   * Runs several probes one after the other in one process, and those again on their own that did not end well there. The
   * time limit of one call holds for all of them together, so that none can take longer than it may.
   */
  async probeAll(kind: string, calls: readonly (readonly string[])[]): Promise<readonly Probe[]> {
    const done = this.#canBatch && calls.length > 1 ? await this.#runBatch(calls) : [];
    const probes: Probe[] = [];
    for (const [index, args] of calls.entries()) {
      const output = done[index];
      const text = output?.exitCode === 0 ? textOf(this.#clean(output)) : "";
      probes.push(text.trim() === "" ? await this.probe(kind, args) : { type: "text", text });
    }
    return probes;
  }

  /** Asks what a CLI accepts, several questions in one process as `probeAll` does. Any exit code is an answer. */
  async askAll(questions: readonly AcceptanceCall[]): Promise<readonly AcceptanceAnswer[]> {
    const calls = questions.map(({ path, words }) => [...path, ...words]);
    const done = this.#canBatch && calls.length > 1 ? await this.#runBatch(calls) : [];
    const answers: AcceptanceAnswer[] = [];
    for (const [index, { path, words }] of questions.entries()) {
      const output = done[index];
      if (output !== undefined) answers.push({ path, words, ...this.#clean(output) });
      else {
        const call = await this.call([...path, ...words]);
        const { type, exitCode, stdout, stderr } = call.outcome;
        const end =
          type === "exited" && exitCode !== null
            ? { exitCode }
            : { failure: failureOf("acceptance", call, this.#call.timeoutMs) ?? `acceptance probe failed: ${call.command}` };
        answers.push({ path, words, ...end, stdout, stderr });
      }
    }
    return answers;
  }

  async #runBatch(calls: readonly (readonly string[])[]): Promise<ReturnType<ShellBatch["read"]>> {
    const batch = planShellBatch(
      calls.map((args) => [...this.#call.via, this.#call.binary, ...args]),
      sha256Text(this.#folders.cwd).slice(0, 32),
    );
    const outcome = await this.#run(["/bin/sh", "-s"], this.#call.timeoutMs, this.#isolation, { stdin: batch.script });
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
    const call = await this.call(args, timeoutMs);
    if (call.outcome.type === "exited" && call.outcome.exitCode === 0) return textOf(call.outcome);
    throw callError(call, this.#call, timeoutMs);
  }
}

/** How much longer the first call of a binary may take: it may unpack or compile what later ones reuse. */
export const WARM_UP_FACTOR = 6;

/** Gives a program a network namespace without any device that is up, and leaves its user as it is; it takes the place of `unshare`. */
const NAMESPACE = ["unshare", "--map-current-user", "--net"] as const;

/** Help texts are some kilobytes, a completion script under a megabyte. */
const MAX_OUTPUT_BYTES = 8 * 1024 * 1024;

/** The text that a call printed: stdout, or stderr without its leading warnings when stdout is empty. */
function textOf({ stdout, stderr }: { readonly stdout: string; readonly stderr: string }): string {
  if (stdout.trim() !== "") return stdout;
  const lines = stderr.split("\n");
  const from = lines.findIndex((line) => line.trim() !== "" && !isWarning(line));
  return lines.slice(Math.max(from, 0)).join("\n");
}

/** Whether a line is marked as a message: `warning: …`, `tool: [warn] …`, `WARN …`. A word alone may begin the help itself. */
function isWarning(line: string): boolean {
  return (
    /^\s*(?:\S+:\s+)?(?:\[(?:warn|warning|note|info)\]|(?:warn|warning|note|info):)/i.test(line) ||
    /^\s*(?:\S+:\s+)?(?:WARN|WARNING|INFO)\s/.test(line)
  );
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
