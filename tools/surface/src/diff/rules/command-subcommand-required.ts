import type { ChangeCode } from "../change-codes.ts";
import type { CommandFieldsRule } from "../change-rule.ts";

const CODE = "command-subcommand-required" satisfies ChangeCode;

/** The usage of a command asks for one of the commands below it: calls that end at the command itself are refused. */
export const commandSubcommandRequired: CommandFieldsRule = {
  type: "command fields",
  code: CODE,
  find: (_both, { before, after }) =>
    before?.needsSubCommand === false && after?.needsSubCommand === true
      ? [{ before: false, after: true, message: "needs one of its commands now", affected: { type: "alone" } }]
      : [],
};
