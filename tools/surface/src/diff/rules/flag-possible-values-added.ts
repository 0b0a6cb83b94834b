import type { ChangeCode } from "../change-codes.ts";
import type { FlagFieldsRule } from "../change-rule.ts";
import { addedValues } from "../possible-values.ts";

const CODE = "flag-possible-values-added" satisfies ChangeCode;

/** A flag takes values that it refused. */
export const flagPossibleValuesAdded: FlagFieldsRule = {
  type: "flag fields",
  code: CODE,
  needs: "details",
  find: ({ before, after }) => addedValues(before.possible_values, after.possible_values),
};
