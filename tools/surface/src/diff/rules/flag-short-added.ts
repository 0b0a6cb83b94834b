import type { ChangeCode } from "../change-codes.ts";
import type { FlagFieldsRule } from "../change-rule.ts";
import { flagNames } from "../../help-page.ts";
import { shortNames, isRenamedTo } from "../flag-spellings.ts";

const CODE = "flag-short-added" satisfies ChangeCode;

/** A flag has a short name that it lacked. */
export const flagShortAdded: FlagFieldsRule = {
  type: "flag fields",
  code: CODE,
  needs: "details",
  find({ before, after }, { key }) {
    const old = flagNames(before);
    return shortNames(after)
      .filter((name) => !old.includes(name) && !isRenamedTo(name, before, after, key))
      .map((name) => ({ before: null, after: name, message: `is also spelled ${name}` }));
  },
};
