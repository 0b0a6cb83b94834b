import type { ChangeCode } from "../change-codes.ts";
import type { FlagFieldsRule } from "../change-rule.ts";

const CODE = "flag-value-required" satisfies ChangeCode;

/** The value of a flag can no longer be left out. */
export const flagValueRequired: FlagFieldsRule = {
  type: "flag fields",
  code: CODE,
  needs: "details",
  find: ({ before, after }) =>
    before.takes_value && before.optional_value === true && after.takes_value && after.optional_value !== true
      ? [{ before: "optional", after: "required", message: "can no longer stand without a value", affected: { type: "bare" } }]
      : [],
};
