import type { ChangeCode } from "../change-codes.ts";
import type { FlagFieldsRule } from "../change-rule.ts";

const CODE = "flag-optional" satisfies ChangeCode;

/** The usage shows a flag in brackets, or beside an alternative, that it showed outside of them. */
export const flagOptional: FlagFieldsRule = {
  type: "flag fields",
  code: CODE,
  find: (_both, { needs: [old, now] }) =>
    old === "required" && (now === "optional" || now === "alternative")
      ? [{ before: old, after: now, message: now === "optional" ? "may be left out now" : "may be left out now for something else" }]
      : [],
};
