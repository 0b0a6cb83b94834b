import type { ChangeCode } from "../change-codes.ts";
import type { FlagFieldsRule } from "../change-rule.ts";

const CODE = "flag-value-removed" satisfies ChangeCode;

/** A flag that took a value takes none. */
export const flagValueRemoved: FlagFieldsRule = {
  type: "flag fields",
  code: CODE,
  find: ({ before, after }) =>
    before.takes_value && !after.takes_value
      ? [{ before: true, after: false, message: "takes no value any more", affected: { type: "valued" } }]
      : [],
};
