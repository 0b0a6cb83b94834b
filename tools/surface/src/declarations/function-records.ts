import { isPlainArgument, placeOf } from "./reading.ts";
import { opaque, type Value } from "./values.ts";

/** A function as a value. */
export type FunctionValue = Value & { readonly type: "function" };

/** What is known of the functions of a program: which were entered, which wait for somebody to call them, and what they gave. */
export class FunctionRecords {
  /** Functions that hold declarations and were not entered so far, by where they stand. */
  readonly #pending = new Map<string, FunctionValue>();
  /** Those that nobody was seen to call when they were entered. */
  readonly #uncalled = new Map<string, FunctionValue>();
  readonly #entered = new Set<string>();
  readonly #called = new Set<string>();
  readonly #results = new Map<string, Value>();

  /** Remembers a function that holds declarations. */
  await(fn: FunctionValue): void {
    const at = placeOf(fn);
    if (!this.#entered.has(at)) this.#pending.set(at, fn);
  }

  /** The functions that nobody was seen to call, which wait no more. */
  takePending(): readonly FunctionValue[] {
    const waiting = [...this.#pending];
    this.#pending.clear();
    for (const [at, fn] of waiting) this.#uncalled.set(at, fn);
    return waiting.map(([, fn]) => fn);
  }

  /** One of the functions that `takePending` gave, by where it stands. */
  uncalledAt(at: string): FunctionValue | undefined {
    return this.#uncalled.get(at);
  }

  /** Whether a function was read already, with whatever arguments. */
  isEntered(fn: FunctionValue): boolean {
    return this.#entered.has(placeOf(fn));
  }

  /** Remembers that something calls a function. */
  markCalled(fn: FunctionValue): void {
    this.#called.add(placeOf(fn));
  }

  /** Whether something was seen to call the function at a place. */
  isCalled(at: string): boolean {
    return this.#called.has(at);
  }

  /** What a call is known to give: what is given decides what comes back, and what is not told apart is read once. */
  resultOf(fn: FunctionValue, args: readonly Value[]): Value | undefined {
    return args.every(isPlainArgument) ? this.#results.get(placeOf(fn)) : undefined;
  }

  /** Remembers that a function is being read; a call of it from within gives nothing known. */
  begin(fn: FunctionValue, args: readonly Value[]): void {
    const at = placeOf(fn);
    if (args.every(isPlainArgument)) this.#results.set(at, opaque());
    this.#entered.add(at);
    this.#pending.delete(at);
  }

  /** Remembers what a function gave. */
  end(fn: FunctionValue, args: readonly Value[], result: Value): void {
    if (args.every(isPlainArgument)) this.#results.set(placeOf(fn), result);
  }
}
