import type { ChangeCode } from "../change-codes.ts";
import type { CommandFieldsRule } from "../change-rule.ts";

const CODE = "command-undeprecated" satisfies ChangeCode;

/** A command is no longer marked deprecated. */
export const commandUndeprecated: CommandFieldsRule = {
  type: "command fields",
  code: CODE,
  find: ({ before, after }) =>
    before.deprecated === true && after.deprecated !== true ? [{ before: true, after: false, message: "is no longer deprecated" }] : [],
};
