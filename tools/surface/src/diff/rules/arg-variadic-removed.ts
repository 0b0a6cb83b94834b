import type { ChangeCode } from "../change-codes.ts";
import type { ArgFieldsRule } from "../change-rule.ts";

const CODE = "arg-variadic-removed" satisfies ChangeCode;

/** An arg takes one word alone. */
export const argVariadicRemoved: ArgFieldsRule = {
  type: "arg fields",
  code: CODE,
  find: ({ before, after }) =>
    before.variadic === true && after.variadic !== true
      ? [{ before: true, after: false, message: "takes one word alone now", affected: { type: "repeated" } }]
      : [],
};
