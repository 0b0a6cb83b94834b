import type { ChangeCode } from "../change-codes.ts";
import type { FlagFieldsRule } from "../change-rule.ts";

const CODE = "flag-value-name-changed" satisfies ChangeCode;

/** Help has another name for the value of a flag. */
export const flagValueNameChanged: FlagFieldsRule = {
  type: "flag fields",
  code: CODE,
  needs: "details",
  find: ({ before, after }) =>
    before.value_name !== undefined && after.value_name !== undefined && before.value_name !== after.value_name
      ? [{ before: before.value_name, after: after.value_name, message: `calls its value ${after.value_name}, was ${before.value_name}` }]
      : [],
};
