import type { ChangeCode } from "../change-codes.ts";
import type { FlagFieldsRule } from "../change-rule.ts";
import { removedValues } from "../possible-values.ts";

const CODE = "flag-possible-values-removed" satisfies ChangeCode;

/** A flag lists values no longer, or has a list where any value was taken. */
export const flagPossibleValuesRemoved: FlagFieldsRule = {
  type: "flag fields",
  code: CODE,
  needs: "details",
  find: ({ before, after }) => removedValues(before.possible_values, after.possible_values),
};
