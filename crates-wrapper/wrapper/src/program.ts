import type { SecretPlaces } from "./secrets.ts";
import type { Unit } from "./versions/version-tools.ts";

/** The program that a wrapper wraps, as far as the wrapper's errors have to know it. */
export interface Program {
  /** Its name at the beginning of a sentence. */
  readonly title: string;
  /** The word that calls it; inside of a sentence it is its name too. */
  readonly command: string;
  /** What every error code begins with, in capitals: `TOOL` makes `TOOL_REQUEST`. */
  readonly prefix: string;
  /** Where secrets stand in its command line. */
  readonly secrets: SecretPlaces;
  /** A text of stderr without what would push the reason out of its last lines; as it is when absent. */
  readonly withoutNoise?: (stderr: string) => string;
  /**
   * The field of a request that a flag is made of; `undefined` for a flag that is made of none. `sameLetters` is the flag in the
   * letters of a field, as `FlagTable` holds, and the answer when this is absent.
   */
  readonly fieldOf?: (flag: Required<Unit>, sameLetters: string) => string | undefined;
}
