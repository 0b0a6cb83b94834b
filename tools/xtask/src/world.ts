import {
  commandDefiner,
  type AssetClient,
  type BinaryStore,
  type Clock,
  type CommandResult,
  type Files,
  type Host,
  type Machine,
  type PackageClient,
  type Processes,
  type ReleaseSources,
} from "@lockstep/kernel";
import type { OpenPlanWorkspace } from "@lockstep/plans";

/** Standard input. */
export interface Input {
  /** Whether a person types there, for whom no command waits. */
  readonly isTerminal: boolean;
  /** All bytes up to its end. */
  readAll(): Promise<Uint8Array>;
}

/** What the runner is built on: once in `bin.ts`; tests build their own. */
export interface Outside {
  readonly files: Files;
  readonly processes: Processes;
  readonly clock: Clock;
  readonly packages: PackageClient;
  readonly releases: ReleaseSources;
  /** Absent in a world without web servers. */
  readonly assets?: AssetClient;
  readonly binaries: BinaryStore;
  readonly host: Host;
  /** Absent where no command looks at the machine itself. */
  readonly machine?: Machine;
  /** Absent where no command changes files by plans. */
  readonly openPlans?: OpenPlanWorkspace;
  /** Absent where no command reads standard input. */
  readonly input?: Input;
  /** The environment variables of this process. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Tells a person how far the work is: one line on standard error, never part of a result. */
  progress(line: string): void;
  /** Tells what is run and asked, and what a cache spared: one line on standard error, which `--verbose` alone shows. Absent: nobody sees it. */
  detail?(line: string): void;
  /** Shows on a terminal that work goes on, of which there is so much. Absent: nobody sees it. */
  meter?(label: string, total?: number): Meter;
}

/** How far a piece of work is; whoever began it ends it, whatever happens. */
export interface Meter {
  /** So much more of it is done; without a number, one. */
  advance(by?: number): void;
  end(): void;
}

/** Everything a command may touch. */
export interface World extends Outside {
  detail(line: string): void;
  meter(label: string, total?: number): Meter;
  /** The command as it was typed: `codex-validate` or `validate`. */
  readonly invokedAs: string;
  /** Runs another command in this process, with the very words that a person would type. Throws what that command throws. */
  runCommand(line: readonly string[]): Promise<CommandResult>;
}

/** Declares a command of the runner. */
export const defineCommand = commandDefiner<World>();
