import type { ChangeCode } from "../change-codes.ts";
import type { FlagFieldsRule } from "../change-rule.ts";

const CODE = "flag-value-added" satisfies ChangeCode;

/** A switch needs a value now. */
export const flagValueAdded: FlagFieldsRule = {
  type: "flag fields",
  code: CODE,
  find: ({ before, after }) =>
    !before.takes_value && after.takes_value && after.optional_value !== true
      ? [{ before: false, after: true, message: "needs a value now", affected: { type: "bare" } }]
      : [],
};
