import type { Json } from "@lockstep/kernel";
import type { ChangeCode, ChangedUnit, Impact } from "./change-codes.ts";

/** Which calls a change concerns, among those that use its unit. */
export type Affected =
  /** All of them, but for those that give the flag behind one of the commands below that has it as its own. */
  | { readonly type: "use"; readonly keptAt?: readonly (readonly string[])[] }
  /** Those that spell it in one of these ways. */
  | { readonly type: "spelling"; readonly spellings: readonly string[] }
  /** Those that give it one of these values. */
  | { readonly type: "value"; readonly values: readonly string[] }
  /** Those that give it any other value. */
  | { readonly type: "other value"; readonly values: readonly string[] }
  /** Those that give the flag no value. */
  | { readonly type: "bare" }
  /** Those that give the flag a value. */
  | { readonly type: "valued" }
  /** Those that give the flag its value as the next word. */
  | { readonly type: "next word" }
  /** Those that give the flag no value, and a word behind it that is none now. */
  | { readonly type: "followed" }
  /** Those that give the unit more than once. */
  | { readonly type: "repeated" }
  /** Those that give the arg without `--` before it. */
  | { readonly type: "before dashes" }
  /** Calls of its command that leave the unit out. */
  | { readonly type: "without" }
  /** Those that end at the command itself. */
  | { readonly type: "alone" }
  /** Calls of its command with one of these args. */
  | { readonly type: "other args"; readonly names: readonly string[] }
  /** Calls of its command with two of these args or more. */
  | { readonly type: "several args"; readonly names: readonly string[] };

/** What one rule found of one unit. */
export interface FoundChange {
  /** What the unit had and has; `null` for nothing. */
  readonly before: Json;
  readonly after: Json;
  /** What became of the unit, to be read behind its name. */
  readonly message: string;
  readonly affected?: Affected;
  /** Where it is not that of the code. */
  readonly impact?: Impact;
  /** No call can show it: another unit has taken the place. */
  readonly isTaken?: true;
}

/** One difference between two surfaces. */
export interface Change extends FoundChange {
  readonly code: ChangeCode;
  readonly unit: ChangedUnit;
  /** Of the command that has or had the unit, as the first surface names it; else as the second does. */
  readonly path: readonly string[];
  /** A flag's key or an arg's name; "" for a command. */
  readonly name: string;
  readonly impact: Impact;
  readonly affected: Affected;
}
