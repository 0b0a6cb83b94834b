import type { ChangeCode } from "../change-codes.ts";
import type { FlagFieldsRule } from "../change-rule.ts";

const CODE = "flag-hidden" satisfies ChangeCode;

/** Help leaves a flag out that it showed. */
export const flagHidden: FlagFieldsRule = {
  type: "flag fields",
  code: CODE,
  find: ({ before, after }) =>
    before.hidden !== true && after.hidden === true ? [{ before: false, after: true, message: "is hidden now" }] : [],
};
