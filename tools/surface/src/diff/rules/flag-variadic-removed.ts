import type { ChangeCode } from "../change-codes.ts";
import type { FlagFieldsRule } from "../change-rule.ts";

const CODE = "flag-variadic-removed" satisfies ChangeCode;

/** Words behind the value of a flag are no longer values of it. */
export const flagVariadicRemoved: FlagFieldsRule = {
  type: "flag fields",
  code: CODE,
  needs: "details",
  find: ({ before, after }) =>
    before.variadic === true && after.takes_value && after.variadic !== true
      ? [{ before: true, after: false, message: "takes one value at a time now", affected: { type: "repeated" } }]
      : [],
};
