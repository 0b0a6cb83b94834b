import type { ChangeCode } from "../change-codes.ts";
import type { CommandFieldsRule } from "../change-rule.ts";

const CODE = "command-shown" satisfies ChangeCode;

/** Help shows a command that was hidden. */
export const commandShown: CommandFieldsRule = {
  type: "command fields",
  code: CODE,
  find: ({ before, after }) =>
    before.hidden === true && after.hidden !== true ? [{ before: true, after: false, message: "is no longer hidden" }] : [],
};
