import type { ChangeCode } from "../change-codes.ts";
import type { ArgFieldsRule } from "../change-rule.ts";

const CODE = "arg-dashes-optional" satisfies ChangeCode;

/** An arg that had to stand behind `--` is taken without. */
export const argDashesOptional: ArgFieldsRule = {
  type: "arg fields",
  code: CODE,
  find: (_both, { behindDashes }) =>
    behindDashes?.[0] === true && !behindDashes[1] ? [{ before: true, after: false, message: 'need not stand behind "--" any more' }] : [],
};
