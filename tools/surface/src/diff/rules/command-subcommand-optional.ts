import type { ChangeCode } from "../change-codes.ts";
import type { CommandFieldsRule } from "../change-rule.ts";

const CODE = "command-subcommand-optional" satisfies ChangeCode;

/** The usage of a command no longer asks for one of the commands below it. */
export const commandSubcommandOptional: CommandFieldsRule = {
  type: "command fields",
  code: CODE,
  find: (_both, { before, after }) =>
    before?.needsSubCommand === true && after?.needsSubCommand === false
      ? [{ before: true, after: false, message: "no longer needs one of its commands" }]
      : [],
};
