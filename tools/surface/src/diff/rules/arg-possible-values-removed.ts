import type { ChangeCode } from "../change-codes.ts";
import type { ArgFieldsRule } from "../change-rule.ts";
import { removedValues } from "../possible-values.ts";

const CODE = "arg-possible-values-removed" satisfies ChangeCode;

/** An arg lists values no longer, or has a list where any value was taken. */
export const argPossibleValuesRemoved: ArgFieldsRule = {
  type: "arg fields",
  code: CODE,
  needs: "details",
  find: ({ before, after }) => removedValues(before.possible_values, after.possible_values),
};
