import type { ChangeCode } from "../change-codes.ts";
import type { FlagFieldsRule } from "../change-rule.ts";

const CODE = "flag-global-added" satisfies ChangeCode;

/** A flag may stand behind any sub-command too. */
export const flagGlobalAdded: FlagFieldsRule = {
  type: "flag fields",
  code: CODE,
  needs: "same evidence",
  find: ({ before, after }) =>
    before.global !== true && after.global === true ? [{ before: false, after: true, message: "is global now" }] : [],
};
