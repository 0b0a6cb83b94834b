import type { ChangeCode } from "../change-codes.ts";
import type { ArgFieldsRule } from "../change-rule.ts";
import { textChange } from "../text-change.ts";

const CODE = "arg-description-changed" satisfies ChangeCode;

/** The text about an arg differs. */
export const argDescriptionChanged: ArgFieldsRule = {
  type: "arg fields",
  code: CODE,
  needs: "details",
  find: ({ before, after }) => textChange({ ...before, text: before.description }, { ...after, text: after.description }),
};
