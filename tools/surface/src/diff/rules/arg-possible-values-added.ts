import type { ChangeCode } from "../change-codes.ts";
import type { ArgFieldsRule } from "../change-rule.ts";
import { addedValues } from "../possible-values.ts";

const CODE = "arg-possible-values-added" satisfies ChangeCode;

/** An arg takes values that it refused. */
export const argPossibleValuesAdded: ArgFieldsRule = {
  type: "arg fields",
  code: CODE,
  needs: "details",
  find: ({ before, after }) => addedValues(before.possible_values, after.possible_values),
};
