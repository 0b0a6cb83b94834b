/**
 * One child process to run, without a shell and in a process group of its own (POSIX: Windows has no such groups).
 * Times are milliseconds, sizes are bytes; an absent limit is no limit unless a default is named.
 */
export interface ProcessRequest {
  /** A path, or a name looked up in `env.PATH`. */
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  /** The whole environment of the child: nothing is inherited. */
  readonly env: Readonly<Record<string, string>>;
  /** Written to the child's stdin, which is then closed; absent: stdin is empty. */
  readonly stdin?: string;
  readonly totalMs?: number;
  /** Longest time without a byte on stdout or stderr. */
  readonly silenceMs?: number;
  /** Most bytes of stdout and stderr together; `runProcess` takes 64 MiB when it is absent. */
  readonly maxOutputBytes?: number;
  /** Time between SIGTERM and SIGKILL; 2000 when absent. */
  readonly killGraceMs?: number;
  readonly signal?: AbortSignal;
  /** Sees each raw piece of stdout as it arrives; it must not throw. */
  onStdout?(chunk: Uint8Array): void;
}

/** How a process ended: `exited` by itself (also by a signal of its own), never started, or was killed by us and why. */
export interface ProcessEnd {
  readonly type: "exited" | "timed-out" | "silent" | "output-limit" | "aborted" | "spawn-failed";
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly durationMs: number;
  /** One sentence for a person; present unless `type` is `exited`. */
  readonly reason?: string;
}

/** The end of a process with its output as UTF-8 text. */
export interface ProcessOutcome extends ProcessEnd {
  readonly stdout: string;
  readonly stderr: string;
}
