import type { ChangeCode } from "../change-codes.ts";
import type { ArgRule } from "../change-rule.ts";

const CODE = "arg-added" satisfies ChangeCode;

/** A command takes an arg that it lacked. One that is required breaks every call without it. */
export const argAdded: ArgRule = {
  type: "arg",
  code: CODE,
  find({ before, after }) {
    if (before !== undefined || after === undefined) return [];
    return after.required === true
      ? [{ before: null, after: after.name, message: "is new, and required", impact: "breaks", affected: { type: "without" } }]
      : [{ before: null, after: after.name, message: "is new" }];
  },
};
