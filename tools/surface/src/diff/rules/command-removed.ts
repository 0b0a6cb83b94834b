import type { ChangeCode } from "../change-codes.ts";
import type { CommandRule } from "../change-rule.ts";
import { withUnits } from "../wording.ts";

const CODE = "command-removed" satisfies ChangeCode;

/** The second surface lacks a command, and no other has its name as an alias. Its flags and args are counted, not listed. */
export const commandRemoved: CommandRule = {
  type: "command",
  code: CODE,
  find({ before, after, path, isRefused, readAs, size }) {
    if (before === undefined || after !== undefined) return [];
    const was = before.command.hidden === true ? "was hidden, and" : "is gone:";
    const now = !isRefused
      ? "nothing shows it any more"
      : readAs === undefined
        ? "the binary refuses it now"
        : `the binary takes the word for ${readAs} now`;
    return [{ before: path.join(" "), after: null, message: `${was} ${now}${withUnits(size)}` }];
  },
};
