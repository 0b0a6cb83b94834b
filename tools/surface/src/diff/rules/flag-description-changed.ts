import type { ChangeCode } from "../change-codes.ts";
import type { FlagFieldsRule } from "../change-rule.ts";
import { textChange } from "../text-change.ts";

const CODE = "flag-description-changed" satisfies ChangeCode;

/** The text about a flag differs. */
export const flagDescriptionChanged: FlagFieldsRule = {
  type: "flag fields",
  code: CODE,
  needs: "details",
  find: ({ before, after }) => textChange({ ...before, text: before.description }, { ...after, text: after.description }),
};
