import type { ChangeCode } from "../change-codes.ts";
import type { FlagFieldsRule } from "../change-rule.ts";
import { quotedOrNo } from "../wording.ts";

const CODE = "flag-default-changed" satisfies ChangeCode;

/** A flag that is left out has another value. */
export const flagDefaultChanged: FlagFieldsRule = {
  type: "flag fields",
  code: CODE,
  needs: "details",
  find: ({ before, after }) =>
    before.default === after.default
      ? []
      : [
          {
            before: before.default ?? null,
            after: after.default ?? null,
            message: `has ${quotedOrNo("default", after.default)}, had ${quotedOrNo("default", before.default)}`,
          },
        ],
};
