import type { ChangeCode } from "../change-codes.ts";
import type { FlagFieldsRule } from "../change-rule.ts";

const CODE = "flag-negation-added" satisfies ChangeCode;

/** A flag has a form that switches it off. */
export const flagNegationAdded: FlagFieldsRule = {
  type: "flag fields",
  code: CODE,
  needs: "details",
  find: ({ before, after }) =>
    before.negatable !== true && after.negatable === true ? [{ before: false, after: true, message: "can be negated now" }] : [],
};
