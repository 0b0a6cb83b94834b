import type { ChangeCode } from "../change-codes.ts";
import type { ArgRule } from "../change-rule.ts";

const CODE = "arg-added" satisfies ChangeCode;

/**
 * A command takes an arg that it lacked. One that is required breaks every call without it. One that stands before an arg of before
 * takes its word; where that one is required, a framework may still give it the only word.
 */
export const argAdded: ArgRule = {
  type: "arg",
  code: CODE,
  find({ before, after, displaced }) {
    if (before !== undefined || after === undefined) return [];
    const found = { before: null, after: after.name };
    if (after.required === true) return [{ ...found, message: "is new, and required", impact: "breaks", affected: { type: "without" } }];
    if (displaced.length === 0) return [{ ...found, message: "is new" }];
    const names = displaced.map(({ name }) => name);
    const isSafe = displaced.length === 1 && displaced[0]?.required === true && displaced[0].variadic !== true;
    return [
      {
        ...found,
        message: `is new, and stands before ${names.join(" and ")}, whose word it may take`,
        impact: isSafe ? "risk" : "breaks",
        affected: { type: "other args", names },
      },
    ];
  },
};
