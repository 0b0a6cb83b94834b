import type { ChangeCode } from "../change-codes.ts";
import type { FlagFieldsRule } from "../change-rule.ts";

const CODE = "flag-deprecated" satisfies ChangeCode;

/** A flag is marked deprecated. */
export const flagDeprecated: FlagFieldsRule = {
  type: "flag fields",
  code: CODE,
  find: ({ before, after }) =>
    before.deprecated !== true && after.deprecated === true ? [{ before: false, after: true, message: "is deprecated now" }] : [],
};
