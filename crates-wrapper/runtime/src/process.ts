/**
 * One child process to run, without a shell and in a process group of its own (POSIX: Windows has no such groups).
 * Times are milliseconds, sizes are bytes; an absent limit is no limit unless a default is named.
 */
export interface ProcessRequest {
  /** A path, or a name looked up in `env.PATH`. */
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  /** The whole environment of the child: nothing is inherited. `LOCKSTEP_PROCESS_ID` joins it, by which its descendants are found. */
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
  /**
   * When descendants that have left the process group (daemons, tools in a session of their own) are killed with the process:
   * only if it was killed by us, when absent, or also after it exited by itself. What stays in the group is killed in any case.
   */
  readonly killDetached?: "when-stopped" | "always";
  readonly signal?: AbortSignal;
  /** Sees each raw piece of stdout as it arrives; it must not throw. */
  onStdout?(chunk: Uint8Array): void;
}

/**
 * How a process ended: `exited` by itself (also by a signal of its own), never started, or was killed by us and why;
 * `stalled` comes from a watched line stream only.
 */
export interface ProcessEnd {
  readonly type: "exited" | "timed-out" | "silent" | "stalled" | "output-limit" | "aborted" | "spawn-failed";
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly durationMs: number;
  /** One sentence for a person; present unless `type` is `exited`. */
  readonly reason?: string;
  /** Pids of descendants that we were to kill and could not within three seconds, such as those of other users; absent when there are none. */
  readonly survivors?: readonly number[];
}

/** The end of a process with its output as UTF-8 text. */
export interface ProcessOutcome extends ProcessEnd {
  readonly stdout: string;
  readonly stderr: string;
}
