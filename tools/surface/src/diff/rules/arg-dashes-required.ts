import type { ChangeCode } from "../change-codes.ts";
import type { ArgFieldsRule } from "../change-rule.ts";

const CODE = "arg-dashes-required" satisfies ChangeCode;

/** An arg that was taken at its place is taken behind `--` alone. */
export const argDashesRequired: ArgFieldsRule = {
  type: "arg fields",
  code: CODE,
  find: (_both, { behindDashes }) =>
    behindDashes?.[0] === false && behindDashes[1]
      ? [{ before: false, after: true, message: 'stands behind "--" alone now', affected: { type: "before dashes" } }]
      : [],
};
