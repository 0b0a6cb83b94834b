import type { WrapperErrorClass } from "../wrapper-error.ts";

type Variables = Readonly<Record<string, string>>;

/** Environments of processes, with the errors of a wrapper. */
export interface VariableTools {
  /**
   * The environment that `complete` makes of a caller's variables. Those that are `undefined`, which callers without TypeScript have, are
   * left out. Throws for one that is no text, and for one that no process can be given.
   */
  readonly environmentOf: (own: Variables | undefined, complete: (own: Variables) => Variables) => Variables;
}

/** Binds them to the error class of a wrapper. */
export function variableTools(errors: WrapperErrorClass): VariableTools {
  return {
    environmentOf(own = {}, complete) {
      const entries = Object.entries<unknown>(own).filter(([, value]) => value !== undefined);
      const odd = entries.find(([, value]) => typeof value !== "string");
      if (odd !== undefined) throw errors.forRequest(`Variable ${JSON.stringify(odd[0])} of "env" is no text but a ${typeof odd[1]}`);
      const all = complete(Object.fromEntries(entries) as Variables);
      const torn = Object.entries(all).find((entry) => entry.some((text) => text.includes("\0")));
      if (torn !== undefined)
        throw errors.forRequest(`Variable ${JSON.stringify(torn[0])} has a NUL character, which no process can be given`);
      return all;
    },
  };
}
