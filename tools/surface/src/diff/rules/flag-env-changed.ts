import type { ChangeCode } from "../change-codes.ts";
import type { FlagFieldsRule } from "../change-rule.ts";
import { quotedOrNo } from "../wording.ts";

const CODE = "flag-env-changed" satisfies ChangeCode;

/** Another environment variable, or none, stands for a flag. */
export const flagEnvChanged: FlagFieldsRule = {
  type: "flag fields",
  code: CODE,
  needs: "details",
  find: ({ before, after }) =>
    before.env === after.env
      ? []
      : [
          {
            before: before.env ?? null,
            after: after.env ?? null,
            message: `has ${quotedOrNo("environment variable", after.env)}, had ${quotedOrNo("environment variable", before.env)}`,
          },
        ],
};
