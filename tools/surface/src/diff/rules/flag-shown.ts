import type { ChangeCode } from "../change-codes.ts";
import type { FlagFieldsRule } from "../change-rule.ts";

const CODE = "flag-shown" satisfies ChangeCode;

/** Help shows a flag that was hidden. */
export const flagShown: FlagFieldsRule = {
  type: "flag fields",
  code: CODE,
  find: ({ before, after }) =>
    before.hidden === true && after.hidden !== true ? [{ before: true, after: false, message: "is no longer hidden" }] : [],
};
