import { type ChildProcess, spawn } from "node:child_process";
import { Countdown } from "./countdown.ts";
import type { ProcessEnd, ProcessRequest } from "./process.ts";
import { adoptGroup, releaseGroup, signalGroup } from "./process-group.ts";
import { explainSpawnError } from "./spawn-error.ts";

/** Receives the output of a supervised process, piece by piece. */
export interface OutputSink {
  stdout(chunk: Buffer): void;
  stderr(chunk: Buffer): void;
}

/** Why a process is killed before its own end. */
export type StopType = "timed-out" | "silent" | "output-limit" | "aborted";

/**
 * Starts a process and watches it to its end: limits, abort, kill with escalation, bounded drain of its pipes.
 * `ended` never rejects; when it settles, no member of the process group is alive and no more output comes.
 */
export class SupervisedProcess {
  readonly ended: Promise<ProcessEnd>;
  readonly #request: ProcessRequest;
  readonly #sink: OutputSink;
  readonly #startedAt = performance.now();
  readonly #total: Countdown | undefined;
  readonly #silence: Countdown | undefined;
  readonly #grace: Countdown;
  readonly #linger: Countdown;
  readonly #drain: Countdown;
  #settle: (end: ProcessEnd) => void = () => undefined;
  #child: ChildProcess | undefined;
  #stop: { readonly type: StopType; readonly reason: string } | undefined;
  #exited = false;
  #finished = false;
  #outputBytes = 0;

  constructor(request: ProcessRequest, sink: OutputSink) {
    const { totalMs, silenceMs, signal } = request;
    this.#request = request;
    this.#sink = sink;
    this.ended = new Promise((resolve) => (this.#settle = resolve));
    this.#total = totalMs === undefined ? undefined : new Countdown(totalMs, () => this.stop("timed-out", `Ran longer than ${totalMs} ms`));
    this.#silence =
      silenceMs === undefined ? undefined : new Countdown(silenceMs, () => this.stop("silent", `Printed nothing for ${silenceMs} ms`));
    this.#grace = new Countdown(request.killGraceMs ?? 2000, () => this.#signal("SIGKILL"));
    this.#linger = new Countdown(drainMs, () => this.#signal("SIGKILL"));
    this.#drain = new Countdown(drainMs, () => this.#closePipes());
    if (signal?.aborted) {
      this.#stop = { type: "aborted", reason: "Aborted before the start" };
      this.#finish();
    } else {
      this.#start();
    }
  }

  /** True once the process is being killed; its output may then be dropped. */
  get stopping(): boolean {
    return this.#stop !== undefined;
  }

  /** Kills the group: SIGTERM now, SIGKILL after the grace time. The first reason counts. */
  stop(type: StopType, reason: string): void {
    if (this.#stop !== undefined || this.#finished) return;
    this.#stop = { type, reason };
    this.#signal("SIGTERM");
    this.#grace.start();
    this.resumeOutput();
  }

  /** Stops reading stdout; the process then is not silent, but its reader slow. A process being killed is always read. */
  pauseOutput(): void {
    if (this.#stop !== undefined) return;
    this.#child?.stdout?.pause();
    this.#silence?.stop();
    this.#drain.hold();
  }

  resumeOutput(): void {
    if (this.#finished) return;
    this.#child?.stdout?.resume();
    if (this.#exited) this.#drain.start();
    else this.#silence?.start();
  }

  #start(): void {
    const { file, args, cwd, env, stdin, signal } = this.#request;
    let child: ChildProcess;
    try {
      child = spawn(file, args, {
        ...(cwd === undefined ? {} : { cwd }),
        env,
        detached: true,
        stdio: [stdin === undefined ? "ignore" : "pipe", "pipe", "pipe"],
      });
    } catch (error) {
      this.#finish(explainSpawnError(this.#request, error));
      return;
    }
    this.#child = child;
    child.on("error", (error) => {
      if (child.pid === undefined) this.#finish(explainSpawnError(this.#request, error));
    });
    if (child.pid === undefined) return;
    adoptGroup(child.pid);
    child.stdout?.on("data", (chunk: Buffer) => this.#take(chunk, "stdout"));
    child.stderr?.on("data", (chunk: Buffer) => this.#take(chunk, "stderr"));
    child.on("exit", () => this.#onExit());
    child.on("close", () => this.#finish());
    // A child that does not read its stdin gives EPIPE; its exit tells enough.
    child.stdin?.on("error", () => undefined);
    child.stdin?.end(stdin);
    this.#total?.start();
    this.#silence?.start();
    signal?.addEventListener("abort", this.#onAbort);
  }

  readonly #onAbort = (): void => this.stop("aborted", "Aborted by the caller");

  #take(chunk: Buffer, stream: "stdout" | "stderr"): void {
    const limit = this.#request.maxOutputBytes ?? Infinity;
    const room = limit - this.#outputBytes;
    this.#outputBytes += chunk.length;
    this.#silence?.restart();
    const kept = chunk.length > room ? chunk.subarray(0, Math.max(room, 0)) : chunk;
    if (kept.length > 0) {
      if (stream === "stdout") this.#request.onStdout?.(kept);
      this.#sink[stream](kept);
    }
    if (chunk.length > room) this.stop("output-limit", `Printed more than ${limit} bytes`);
  }

  #onExit(): void {
    this.#exited = true;
    this.#total?.stop();
    this.#silence?.stop();
    // A descendant may hold the pipes open. What the process itself wrote stays readable, however late its reader is.
    this.#linger.start();
    if (this.#child?.stdout?.isPaused() !== true) this.#drain.start();
  }

  /** Lets `close` come although a descendant in a group of its own, which we do not kill, holds the pipes. */
  #closePipes(): void {
    this.#child?.stdout?.destroy();
    this.#child?.stderr?.destroy();
  }

  #signal(signal: NodeJS.Signals): void {
    if (this.#child?.pid !== undefined) signalGroup(this.#child.pid, signal);
  }

  #finish(spawnError?: string): void {
    if (this.#finished) return;
    this.#finished = true;
    for (const countdown of [this.#total, this.#silence, this.#grace, this.#linger, this.#drain]) countdown?.stop();
    this.#request.signal?.removeEventListener("abort", this.#onAbort);
    if (this.#child?.pid !== undefined) releaseGroup(this.#child.pid);
    const reason = spawnError ?? this.#stop?.reason;
    this.#settle({
      type: spawnError === undefined ? (this.#stop?.type ?? "exited") : "spawn-failed",
      exitCode: spawnError === undefined ? (this.#child?.exitCode ?? null) : null,
      signal: this.#child?.signalCode ?? null,
      durationMs: performance.now() - this.#startedAt,
      ...(reason === undefined ? {} : { reason }),
    });
  }
}

/** How long the descendants of an exited child may live, and its pipes be read on; the time in which a slow reader pauses us is no reading. */
const drainMs = 500;
