import type { ChangeCode } from "../change-codes.ts";
import type { FlagFieldsRule } from "../change-rule.ts";
import { negationOf } from "../flag-spellings.ts";

const CODE = "flag-negation-removed" satisfies ChangeCode;

/** A flag has lost the form that switches it off, and no switch has that name now. */
export const flagNegationRemoved: FlagFieldsRule = {
  type: "flag fields",
  code: CODE,
  needs: "details",
  find: ({ before, after }, { key, isNegationKept }) =>
    before.negatable === true && after.negatable !== true && !isNegationKept
      ? [
          {
            before: true,
            after: false,
            message: "can no longer be negated",
            affected: { type: "spelling", spellings: [negationOf(key)] },
          },
        ]
      : [],
};
