import { argvBuilder } from "./argv-builder.ts";
import type { CommonOptions } from "./common-options.ts";

/** Old local sessions, to look at or, with `apply`, to move to the new form. */
export interface MigrateRolloutsRequest extends CommonOptions {
  /** Ids; every session when absent. */
  readonly thread?: readonly string[];
  /** Publishes the new form. */
  readonly apply?: boolean;
  /** MiB per second, reading and writing together. */
  readonly maxMibPerSecond?: number;
  /** A line for every session looked at, in the text. */
  readonly verbose?: boolean;
  /** A report for programs; the client sets it. */
  readonly json?: boolean;
}

export const migrateRolloutsArgv = argvBuilder<MigrateRolloutsRequest>({
  path: ["migrate-rollouts"],
  flags: {
    thread: "--thread",
    apply: "--apply",
    maxMibPerSecond: "--max-mib-per-second",
    verbose: "--verbose",
    json: "--json",
  },
});
