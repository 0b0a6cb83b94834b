import { type ChildProcess, spawn } from "node:child_process";
import type { Writable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { Countdown } from "./countdown.ts";
import type { ProcessEnd, ProcessRequest } from "./process.ts";
import { adoptTree, releaseTree } from "./process-group.ts";
import { killTrees, nameProcess, processIdVariable, ProcessTree, signalGroup } from "./process-tree.ts";
import { explainSpawnError } from "./spawn-error.ts";

/** Receives the output of a supervised process, piece by piece. */
export interface OutputSink {
  stdout(chunk: Buffer): void;
  stderr(chunk: Buffer): void;
}

/** Why a process is killed before its own end. */
export type StopType = Exclude<ProcessEnd["type"], "exited" | "spawn-failed">;

/** What only the streams of lines ask for. */
export interface Supervision {
  /** Longest time without a call of `progressed`, in milliseconds, the time without that in which the output is paused. */
  readonly progressMs?: number | undefined;
  /** Leaves stdin open for `stdin` after the request's own text. */
  readonly keepStdin?: boolean;
}

/**
 * Starts a process and watches it to its end: limits, abort, kill with escalation, bounded drain of its pipes.
 * `ended` never rejects; when it settles, no member of the process group is alive and no more output comes, and of a process that
 * was killed no other descendant either (as far as `ProcessTree` finds them).
 */
export class SupervisedProcess {
  readonly ended: Promise<ProcessEnd>;
  readonly #request: ProcessRequest;
  readonly #sink: OutputSink;
  readonly #startedAt = performance.now();
  readonly #total: Countdown | undefined;
  readonly #silence: Countdown | undefined;
  readonly #progress: Countdown | undefined;
  readonly #keepStdin: boolean;
  readonly #grace: Countdown;
  readonly #linger: Countdown;
  readonly #drain: Countdown;
  #settle: (end: ProcessEnd) => void = () => undefined;
  #child: ChildProcess | undefined;
  #tree: ProcessTree | undefined;
  #stop: { readonly type: StopType; readonly reason: string } | undefined;
  #exited = false;
  #finished = false;
  #outputBytes = 0;

  constructor(request: ProcessRequest, sink: OutputSink, { progressMs, keepStdin = false }: Supervision = {}) {
    const { totalMs, silenceMs, signal } = request;
    this.#request = request;
    this.#sink = sink;
    this.#keepStdin = keepStdin;
    this.ended = new Promise((resolve) => (this.#settle = resolve));
    this.#total = totalMs === undefined ? undefined : new Countdown(totalMs, () => this.stop("timed-out", `Ran longer than ${totalMs} ms`));
    this.#silence =
      silenceMs === undefined ? undefined : new Countdown(silenceMs, () => this.stop("silent", `Printed nothing for ${silenceMs} ms`));
    this.#progress =
      progressMs === undefined ? undefined : new Countdown(progressMs, () => this.stop("stalled", `Made no progress for ${progressMs} ms`));
    this.#grace = new Countdown(request.killGraceMs ?? 2000, () => this.#kill());
    this.#linger = new Countdown(drainMs, () => this.#kill());
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

  /** Open unless the process never started, has ended or has closed it; `undefined` unless it was to be kept. */
  get stdin(): Writable | undefined {
    return this.#keepStdin && this.#child?.pid !== undefined ? (this.#child.stdin ?? undefined) : undefined;
  }

  /** True once the process itself is gone, or never started. */
  get exited(): boolean {
    return this.#exited || this.#finished;
  }

  /** Grants the process its progress time anew. */
  progressed(): void {
    this.#progress?.restart();
  }

  /** Kills the group: SIGTERM now, SIGKILL after the grace time. The first reason counts. */
  stop(type: StopType, reason: string): void {
    if (this.#stop !== undefined || this.#finished) return;
    this.#stop = { type, reason };
    this.#progress?.stop();
    // Who descends from whom is lost when the first of them dies.
    this.#tree?.collect();
    if (this.#tree !== undefined) signalGroup(this.#tree.pid, "SIGTERM");
    this.#grace.start();
    this.resumeOutput();
  }

  /** Stops reading stdout; the process then is not silent, but its reader slow. A process being killed is always read. */
  pauseOutput(): void {
    if (this.#stop !== undefined) return;
    this.#child?.stdout?.pause();
    this.#silence?.stop();
    this.#progress?.hold();
    this.#drain.hold();
  }

  resumeOutput(): void {
    if (this.#finished) return;
    this.#child?.stdout?.resume();
    if (this.#exited) {
      this.#drain.start();
      return;
    }
    this.#silence?.start();
    if (this.#stop === undefined) this.#progress?.start();
  }

  #start(): void {
    const { file, args, cwd, env, stdin, signal } = this.#request;
    const name = nameProcess();
    let child: ChildProcess;
    try {
      child = spawn(file, args, {
        ...(cwd === undefined ? {} : { cwd }),
        env: { ...env, [processIdVariable]: name.value },
        detached: true,
        stdio: [stdin === undefined && !this.#keepStdin ? "ignore" : "pipe", "pipe", "pipe"],
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
    this.#tree = new ProcessTree(child.pid, name.id);
    adoptTree(this.#tree);
    child.stdout?.on("data", (chunk: Buffer) => this.#take(chunk, "stdout"));
    child.stderr?.on("data", (chunk: Buffer) => this.#take(chunk, "stderr"));
    child.on("exit", () => this.#onExit());
    child.on("close", () => this.#finish());
    // A child that does not read its stdin gives EPIPE; its exit tells enough.
    child.stdin?.on("error", () => undefined);
    if (!this.#keepStdin) child.stdin?.end(stdin);
    else if (stdin !== undefined) child.stdin?.write(stdin);
    this.#total?.start();
    this.#silence?.start();
    this.#progress?.start();
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
    this.#progress?.stop();
    // A descendant may hold the pipes open. What the process itself wrote stays readable, however late its reader is.
    this.#linger.start();
    if (this.#child?.stdout?.isPaused() !== true) this.#drain.start();
  }

  /** Lets `close` come although a descendant in a group of its own, which we do not kill, holds the pipes. */
  #closePipes(): void {
    this.#child?.stdout?.destroy();
    this.#child?.stderr?.destroy();
  }

  get #killsDetached(): boolean {
    return this.#stop !== undefined || this.#request.killDetached === "always";
  }

  #kill(): void {
    if (this.#tree === undefined) return;
    if (this.#killsDetached) {
      this.#tree.collect();
      this.#tree.kill();
    } else {
      signalGroup(this.#tree.pid, "SIGKILL");
    }
  }

  #finish(spawnError?: string): void {
    if (this.#finished) return;
    this.#finished = true;
    const countdowns = [this.#total, this.#silence, this.#progress, this.#grace, this.#linger, this.#drain];
    for (const countdown of countdowns) countdown?.stop();
    this.#request.signal?.removeEventListener("abort", this.#onAbort);
    const reason = spawnError ?? this.#stop?.reason;
    const end: ProcessEnd = {
      type: spawnError === undefined ? (this.#stop?.type ?? "exited") : "spawn-failed",
      exitCode: spawnError === undefined ? (this.#child?.exitCode ?? null) : null,
      signal: this.#child?.signalCode ?? null,
      durationMs: performance.now() - this.#startedAt,
      ...(reason === undefined ? {} : { reason }),
    };
    void this.#bury().then((survivors) => this.#settle(survivors.length === 0 ? end : { ...end, survivors }));
  }

  /** Kills what is left of the process, and returns the pids that we could not kill. */
  async #bury(): Promise<readonly number[]> {
    const tree = this.#tree;
    if (tree === undefined) return [];
    const survivors = this.#killsDetached ? await killPatiently(tree) : [];
    // Only now: should the host exit before, that kills the tree as well.
    releaseTree(tree);
    return survivors;
  }
}

async function killPatiently(tree: ProcessTree): Promise<readonly number[]> {
  const rounds = killTrees([tree], 3000);
  for (let round = rounds.next(); ; round = rounds.next()) {
    if (round.done === true) return round.value;
    await sleep(round.value);
  }
}

/** How long the descendants of an exited child may live, and its pipes be read on; the time in which a slow reader pauses us is no reading. */
const drainMs = 500;
