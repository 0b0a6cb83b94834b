import type { ChangeCode } from "../change-codes.ts";
import type { FlagFieldsRule } from "../change-rule.ts";

const CODE = "flag-repeatable-added" satisfies ChangeCode;

/** A flag may be given several times. */
export const flagRepeatableAdded: FlagFieldsRule = {
  type: "flag fields",
  code: CODE,
  needs: "same evidence",
  find: ({ before, after }) =>
    before.repeatable !== true && after.repeatable === true ? [{ before: false, after: true, message: "may be repeated now" }] : [],
};
