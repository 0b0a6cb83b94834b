import type { ChangeCode } from "../change-codes.ts";
import type { FlagFieldsRule } from "../change-rule.ts";

const CODE = "flag-global-removed" satisfies ChangeCode;

/** A flag may no longer stand behind any sub-command. Where each command below lists it by itself, nothing is lost. */
export const flagGlobalRemoved: FlagFieldsRule = {
  type: "flag fields",
  code: CODE,
  needs: "same evidence",
  find: ({ before, after }, { isMissingBelow }) =>
    before.global === true && after.global !== true
      ? [{ before: true, after: false, message: "is no longer global", ...(isMissingBelow ? {} : { impact: "text" }) }]
      : [],
};
