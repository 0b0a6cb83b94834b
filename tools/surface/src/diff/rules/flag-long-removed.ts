import type { ChangeCode } from "../change-codes.ts";
import type { FlagFieldsRule } from "../change-rule.ts";
import { flagNames } from "../../help-page.ts";
import { longNames, lostSpelling } from "../flag-spellings.ts";

const CODE = "flag-long-removed" satisfies ChangeCode;

/** A flag has lost a long name. Where another flag has it now, calls are read another way. */
export const flagLongRemoved: FlagFieldsRule = {
  type: "flag fields",
  code: CODE,
  needs: "details",
  find({ before, after }, { takenBy }) {
    const kept = flagNames(after);
    return longNames(before)
      .filter((name) => !kept.includes(name))
      .map((name) => lostSpelling(name, takenBy));
  },
};
