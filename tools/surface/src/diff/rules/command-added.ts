import type { ChangeCode } from "../change-codes.ts";
import type { CommandRule } from "../change-rule.ts";
import { quoted, withUnits } from "../wording.ts";

const CODE = "command-added" satisfies ChangeCode;

/** The second surface has a command that the first lacks. Its flags and args are counted, not listed. */
export const commandAdded: CommandRule = {
  type: "command",
  code: CODE,
  find({ before, after, path, size, aliasOf }) {
    if (before !== undefined || after === undefined) return [];
    const state = after.command.hidden === true ? "is new, and hidden" : "is new";
    const alias = aliasOf === undefined ? "" : `; it was an alias of ${quoted(aliasOf)}`;
    return [
      {
        before: null,
        after: path.join(" "),
        message: `${state}${withUnits(size)}${alias}`,
        ...(aliasOf === undefined ? {} : { impact: "risk" }),
      },
    ];
  },
};
