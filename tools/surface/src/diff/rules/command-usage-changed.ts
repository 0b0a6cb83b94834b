import type { ChangeCode } from "../change-codes.ts";
import type { CommandFieldsRule } from "../change-rule.ts";
import { quoted } from "../wording.ts";

const CODE = "command-usage-changed" satisfies ChangeCode;

/** The usage of a command reads another way. Groups of flags stand there alone. */
export const commandUsageChanged: CommandFieldsRule = {
  type: "command fields",
  code: CODE,
  find: ({ before, after }) =>
    before.usage !== undefined && after.usage !== undefined && before.usage !== after.usage
      ? [{ before: before.usage, after: after.usage, message: `has the usage ${quoted(after.usage)}, had ${quoted(before.usage)}` }]
      : [],
};
