import type { ChangeCode } from "../change-codes.ts";
import type { CommandFieldsRule } from "../change-rule.ts";

const CODE = "command-hidden" satisfies ChangeCode;

/** Help leaves a command out that it showed. */
export const commandHidden: CommandFieldsRule = {
  type: "command fields",
  code: CODE,
  find: ({ before, after }) =>
    before.hidden !== true && after.hidden === true ? [{ before: false, after: true, message: "is hidden now" }] : [],
};
