import type { ChangeCode } from "../change-codes.ts";
import type { FlagFieldsRule } from "../change-rule.ts";

const CODE = "flag-required" satisfies ChangeCode;

/** The usage shows a flag outside of brackets that it showed in them: every call needs it. */
export const flagRequired: FlagFieldsRule = {
  type: "flag fields",
  code: CODE,
  find: (_both, { needs: [old, now] }) =>
    (old === "optional" || old === "alternative") && now === "required"
      ? [{ before: old, after: now, message: "is required now", affected: { type: "without" } }]
      : [],
};
