import type { ChangeCode } from "../change-codes.ts";
import type { ArgRule } from "../change-rule.ts";

const CODE = "arg-removed" satisfies ChangeCode;

/** A command lacks an arg that it took, and no other stands in its place. A variadic one before it may have its word now. */
export const argRemoved: ArgRule = {
  type: "arg",
  code: CODE,
  find({ before, after, name, takenBy }) {
    if (before === undefined || after !== undefined) return [];
    const found = { before: name, after: null };
    return takenBy === undefined
      ? [{ ...found, message: "is gone" }]
      : [{ ...found, message: `is gone: its word is one of ${takenBy} now`, impact: "risk" }];
  },
};
