import type { ChangeCode } from "../change-codes.ts";
import type { ArgFieldsRule } from "../change-rule.ts";
import { quotedOrNo } from "../wording.ts";

const CODE = "arg-default-changed" satisfies ChangeCode;

/** An arg that is left out has another value. */
export const argDefaultChanged: ArgFieldsRule = {
  type: "arg fields",
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
