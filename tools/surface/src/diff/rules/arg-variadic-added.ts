import type { ChangeCode } from "../change-codes.ts";
import type { ArgFieldsRule } from "../change-rule.ts";

const CODE = "arg-variadic-added" satisfies ChangeCode;

/** An arg takes several words. */
export const argVariadicAdded: ArgFieldsRule = {
  type: "arg fields",
  code: CODE,
  find: ({ before, after }) =>
    before.variadic !== true && after.variadic === true ? [{ before: false, after: true, message: "takes several words now" }] : [],
};
