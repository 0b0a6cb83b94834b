import type { ChangeCode } from "../change-codes.ts";
import type { CommandFieldsRule } from "../change-rule.ts";
import { needsSubCommand } from "../subcommand-need.ts";

const CODE = "command-subcommand-required" satisfies ChangeCode;

/** The usage of a command asks for one of the commands below it: calls that end at the command itself are refused. */
export const commandSubcommandRequired: CommandFieldsRule = {
  type: "command fields",
  code: CODE,
  find: ({ before, after }) =>
    needsSubCommand(before) === false && needsSubCommand(after) === true
      ? [{ before: false, after: true, message: "does nothing without one of its commands now", affected: { type: "alone" } }]
      : [],
};
