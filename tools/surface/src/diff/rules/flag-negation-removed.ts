import type { ChangeCode } from "../change-codes.ts";
import type { FlagFieldsRule } from "../change-rule.ts";

const CODE = "flag-negation-removed" satisfies ChangeCode;

/** A flag has lost the form that switches it off. */
export const flagNegationRemoved: FlagFieldsRule = {
  type: "flag fields",
  code: CODE,
  needs: "details",
  find: ({ before, after }, { key }) =>
    before.negatable === true && after.negatable !== true
      ? [
          {
            before: true,
            after: false,
            message: "can no longer be negated",
            affected: { type: "spelling", spellings: [key.replace(/^--/, "--no-")] },
          },
        ]
      : [],
};
