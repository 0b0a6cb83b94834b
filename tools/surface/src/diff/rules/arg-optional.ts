import type { ChangeCode } from "../change-codes.ts";
import type { ArgFieldsRule } from "../change-rule.ts";

const CODE = "arg-optional" satisfies ChangeCode;

/** An arg may be left out. */
export const argOptional: ArgFieldsRule = {
  type: "arg fields",
  code: CODE,
  find: ({ before, after }) =>
    before.required === true && after.required !== true ? [{ before: true, after: false, message: "may be left out now" }] : [],
};
