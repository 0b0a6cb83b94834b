/** One entry of a folder. */
export interface DirectoryEntry {
  readonly name: string;
  readonly type: "file" | "folder" | "other";
}

/**
 * Files of this machine. Paths use `/`; relative ones start at the current folder. Anything but absence that stops a call
 * is an `EnvironmentError` naming the path.
 */
export interface Files {
  /** The text of a UTF-8 file, or `undefined` when it is absent. Throws `EnvironmentError` `FILE_NOT_UTF8` for other bytes. */
  readText(path: string): Promise<string | undefined>;
  /** The bytes of a file, or `undefined` when it is absent. */
  readBytes(path: string): Promise<Uint8Array | undefined>;
  /** The entries of a folder in code-point order, or `undefined` when it is absent. */
  list(path: string): Promise<readonly DirectoryEntry[] | undefined>;
  /** What is at `path`, or `undefined`. `identity` changes when the file is replaced or written. */
  stat(path: string): Promise<{ readonly type: DirectoryEntry["type"]; readonly sizeBytes: number; readonly identity: string } | undefined>;
  /** The SHA-256 of a file's bytes in lower-case hex, read in chunks. */
  sha256(path: string): Promise<string>;
  /** Replaces a file as a whole: a reader sees the old or the new text, and a failure leaves the old. Makes missing folders. */
  writeText(path: string, text: string): Promise<void>;
  /**
   * Replaces several files all or nothing, in the order of the map: every new text is on disk before the first one takes its place.
   * What a killed process began is undone before the next command runs.
   */
  writeAll(texts: ReadonlyMap<string, string>): Promise<void>;
  /** Removes a file or a whole folder; absence is no error. */
  remove(path: string): Promise<void>;
  /** Makes an empty folder of its own for this run, outside the system's folder for temporary files. */
  makeScratchFolder(label: string): Promise<string>;
  /** The absolute form of a path. */
  absolute(path: string): string;
}

/** How a child process is to be run: no shell, nothing inherited, standard input closed after `stdin`. */
export interface ProcessRequest {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env: Readonly<Record<string, string>>;
  readonly stdin?: string;
  /** Milliseconds for the whole run; then its process group is killed. */
  readonly totalMs: number;
  /** Bytes of output after which its process group is killed. */
  readonly maxOutputBytes: number;
}

/** How a child process ended. */
export interface ProcessOutcome {
  readonly type: "exited" | "timed-out" | "silent" | "output-limit" | "aborted" | "spawn-failed";
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly durationMs: number;
  /** Why it could not be spawned. */
  readonly reason?: string;
}

/** Child processes. A run never rejects for what the child does: the outcome is a value. */
export interface Processes {
  run(request: ProcessRequest): Promise<ProcessOutcome>;
}

/** The only source of the present time, as `YYYY-MM-DDTHH:MM:SSZ`. */
export interface Clock {
  now(): string;
}

/** What this machine has besides files, processes and the time. Nothing of it throws: what cannot be told is `undefined`. */
export interface Machine {
  /** Without a `v`, such as `24.21.0`. */
  readonly nodeVersion: string;
  /** The folder of the user's cache that holds scratch folders. */
  readonly scratchFolder: string;
  /** Bytes that are free where a path is, or would be made. */
  freeBytes(path: string): Promise<number | undefined>;
  /** Why this user cannot write where a path is, or would be made; `undefined` when nothing stands in the way. */
  writeProblem(path: string): Promise<string | undefined>;
  /** Milliseconds since a file or folder was last changed; `undefined` when it is absent. */
  ageMs(path: string): Promise<number | undefined>;
}

/** The hash of bytes in lower-case hex. */
export type Digest = (algorithm: "sha256" | "sha1", bytes: Uint8Array) => string;
