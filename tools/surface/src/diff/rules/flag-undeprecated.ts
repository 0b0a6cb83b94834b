import type { ChangeCode } from "../change-codes.ts";
import type { FlagFieldsRule } from "../change-rule.ts";

const CODE = "flag-undeprecated" satisfies ChangeCode;

/** A flag is no longer marked deprecated. */
export const flagUndeprecated: FlagFieldsRule = {
  type: "flag fields",
  code: CODE,
  find: ({ before, after }) =>
    before.deprecated === true && after.deprecated !== true ? [{ before: true, after: false, message: "is no longer deprecated" }] : [],
};
