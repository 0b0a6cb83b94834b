import type { Value } from "./values.ts";

/** The names of one function or text, with what they stand for. */
export class Scope {
  readonly #parent: Scope | undefined;
  readonly #values = new Map<string, Value>();
  /** Values that are worked out once somebody asks for the name. */
  readonly #waiting = new Map<string, () => void>();
  /** Which text the names stand in. */
  readonly textIndex: number;

  constructor(textIndex: number, parent?: Scope) {
    this.textIndex = textIndex;
    this.#parent = parent;
  }

  /** What a name stands for here or further out. */
  find(name: string): Value | undefined {
    const action = this.#waiting.get(name);
    if (action !== undefined) {
      this.#waiting.delete(name);
      action();
    }
    return this.#values.get(name) ?? this.#parent?.find(name);
  }

  /** The same, but for a value that still waits to be worked out. */
  peek(name: string): Value | undefined {
    return this.#waiting.has(name) ? undefined : (this.#values.get(name) ?? this.#parent?.peek(name));
  }

  /** Binds names by an action that is taken when the first of them is asked for. */
  bindLater(names: readonly string[], action: () => void): void {
    const once = (): void => {
      for (const name of names) this.#waiting.delete(name);
      action();
    };
    for (const name of names) {
      this.#values.delete(name);
      this.#waiting.set(name, once);
    }
  }

  /** Gives a name of this scope a value. */
  bind(name: string, value: Value): void {
    this.#waiting.delete(name);
    this.#values.set(name, value);
  }

  /** Gives a name a new value where it was bound; a name that is bound nowhere becomes one of this scope. */
  assign(name: string, value: Value): void {
    if (this.#values.has(name) || this.#parent?.find(name) === undefined) this.bind(name, value);
    else this.#parent.assign(name, value);
  }
}
