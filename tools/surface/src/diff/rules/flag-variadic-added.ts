import type { ChangeCode } from "../change-codes.ts";
import type { FlagFieldsRule } from "../change-rule.ts";

const CODE = "flag-variadic-added" satisfies ChangeCode;

/** Words behind the value of a flag are values of it too. */
export const flagVariadicAdded: FlagFieldsRule = {
  type: "flag fields",
  code: CODE,
  needs: "details",
  find: ({ before, after }) =>
    before.takes_value && before.variadic !== true && after.variadic === true
      ? [{ before: false, after: true, message: "takes the words up to the next flag as values now" }]
      : [],
};
