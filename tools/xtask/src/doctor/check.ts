import type { Machine } from "@lockstep/kernel";
import type { World } from "../world.ts";

/** What a check may look at. */
export type ExaminedWorld = World & { readonly machine: Machine };

/** What a check found out. */
export interface Examined {
  /** Whether it is there and good. */
  readonly isOk: boolean;
  /** What is there, or what is wrong, in a few words: a version, a path, a number. */
  readonly found: string;
  /** How to get it, when the check's own advice does not fit. */
  readonly advice?: string;
}

/** One thing that a machine can have or lack. */
export interface Check {
  readonly name: string;
  /** Whether commands of the repository itself fail without it. */
  readonly isNeeded: boolean;
  /** What it is needed for, behind "needed for" or "needed to". */
  readonly neededFor: string;
  /** The command or the package that provides it. */
  readonly advice: string;
  /** Whether it says anything on this machine; without it, it does. */
  applies?(place: Place): boolean;
  examine(world: ExaminedWorld, place: Place): Promise<Examined>;
}

/** Where the doctor looks around. */
export interface Place {
  readonly os: string;
  readonly arch: string;
  /** Whether the current folder is this repository, and not another one in which the bundle is used. */
  readonly isRepository: boolean;
}
