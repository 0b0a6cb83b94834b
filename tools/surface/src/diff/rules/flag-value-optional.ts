import type { ChangeCode } from "../change-codes.ts";
import type { FlagFieldsRule } from "../change-rule.ts";

const CODE = "flag-value-optional" satisfies ChangeCode;

/** The value of a flag may be left out, or a switch may have one. */
export const flagValueOptional: FlagFieldsRule = {
  type: "flag fields",
  code: CODE,
  needs: "details",
  find: ({ before, after }) =>
    after.takes_value && after.optional_value === true && (!before.takes_value || before.optional_value !== true)
      ? [{ before: before.takes_value ? "required" : "none", after: "optional", message: "takes a value or none now" }]
      : [],
};
