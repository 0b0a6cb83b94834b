import type { ChangeCode } from "../change-codes.ts";
import type { ArgFieldsRule } from "../change-rule.ts";

const CODE = "arg-description-changed" satisfies ChangeCode;

/** The text about an arg differs. */
export const argDescriptionChanged: ArgFieldsRule = {
  type: "arg fields",
  code: CODE,
  needs: "details",
  find: ({ before, after }) =>
    before.description !== undefined && after.description !== undefined && before.description !== after.description
      ? [{ before: before.description, after: after.description, message: "is described in other words" }]
      : [],
};
