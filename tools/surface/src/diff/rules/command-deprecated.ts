import type { ChangeCode } from "../change-codes.ts";
import type { CommandFieldsRule } from "../change-rule.ts";

const CODE = "command-deprecated" satisfies ChangeCode;

/** A command is marked deprecated. */
export const commandDeprecated: CommandFieldsRule = {
  type: "command fields",
  code: CODE,
  find: ({ before, after }) =>
    before.deprecated !== true && after.deprecated === true ? [{ before: false, after: true, message: "is deprecated now" }] : [],
};
