import { commandDefiner, type BinaryStore, type Clock, type Files, type Host, type PackageClient, type Processes } from "@lockstep/kernel";

/** Everything a command may touch. Built once, in `bin.ts`; tests build their own. */
export interface World {
  readonly files: Files;
  readonly processes: Processes;
  readonly clock: Clock;
  readonly packages: PackageClient;
  readonly binaries: BinaryStore;
  readonly host: Host;
  /** The environment variables of this process. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The command as it was typed: `codex-validate` or `validate`. */
  readonly invokedAs: string;
  /** Tells a person how far the work is: one line on standard error, never part of a result. */
  progress(line: string): void;
}

/** Declares a command of the runner. */
export const defineCommand = commandDefiner<World>();
