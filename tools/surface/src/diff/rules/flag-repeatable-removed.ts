import type { ChangeCode } from "../change-codes.ts";
import type { FlagFieldsRule } from "../change-rule.ts";

const CODE = "flag-repeatable-removed" satisfies ChangeCode;

/** A flag may no longer be given several times. */
export const flagRepeatableRemoved: FlagFieldsRule = {
  type: "flag fields",
  code: CODE,
  needs: "same evidence",
  find: ({ before, after }) =>
    before.repeatable === true && after.repeatable !== true
      ? [{ before: true, after: false, message: "may no longer be repeated", affected: { type: "repeated" } }]
      : [],
};
