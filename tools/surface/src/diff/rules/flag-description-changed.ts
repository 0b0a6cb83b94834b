import type { ChangeCode } from "../change-codes.ts";
import type { FlagFieldsRule } from "../change-rule.ts";

const CODE = "flag-description-changed" satisfies ChangeCode;

/** The text about a flag differs. */
export const flagDescriptionChanged: FlagFieldsRule = {
  type: "flag fields",
  code: CODE,
  needs: "details",
  find: ({ before, after }) =>
    before.description !== undefined && after.description !== undefined && before.description !== after.description
      ? [{ before: before.description, after: after.description, message: "is described in other words" }]
      : [],
};
