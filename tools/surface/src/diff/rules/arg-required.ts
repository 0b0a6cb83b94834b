import type { ChangeCode } from "../change-codes.ts";
import type { ArgFieldsRule } from "../change-rule.ts";

const CODE = "arg-required" satisfies ChangeCode;

/** An arg can no longer be left out. */
export const argRequired: ArgFieldsRule = {
  type: "arg fields",
  code: CODE,
  find: ({ before, after }) =>
    before.required !== true && after.required === true
      ? [{ before: false, after: true, message: "is required now", affected: { type: "without" } }]
      : [],
};
