import type { ChangeCode } from "../change-codes.ts";
import type { CommandFieldsRule } from "../change-rule.ts";
import { needsSubCommand } from "../subcommand-need.ts";

const CODE = "command-subcommand-optional" satisfies ChangeCode;

/** The usage of a command no longer asks for one of the commands below it. */
export const commandSubcommandOptional: CommandFieldsRule = {
  type: "command fields",
  code: CODE,
  find: ({ before, after }) =>
    needsSubCommand(before) === true && needsSubCommand(after) === false
      ? [{ before: true, after: false, message: "can be called by itself now" }]
      : [],
};
