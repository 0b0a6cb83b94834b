import type { ChangeCode } from "../change-codes.ts";
import type { CommandRule } from "../change-rule.ts";
import { quoted } from "../wording.ts";

const CODE = "command-renamed" satisfies ChangeCode;

/** A command has another name, and its old one is an alias of that. */
export const commandRenamed: CommandRule = {
  type: "command",
  code: CODE,
  find({ path, newName }) {
    if (newName === undefined) return [];
    return [{ before: path.at(-1) ?? "", after: newName, message: `is called ${quoted(newName)} now; the old name is an alias` }];
  },
};
