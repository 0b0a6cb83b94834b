import type { ChangeCode } from "../change-codes.ts";
import type { FlagFieldsRule } from "../change-rule.ts";
import { flagKey } from "../../flag-identity.ts";
import { isRenamedTo } from "../flag-spellings.ts";

const CODE = "flag-renamed" satisfies ChangeCode;

/** The name that a flag is known by has changed, and the old one is still taken. */
export const flagRenamed: FlagFieldsRule = {
  type: "flag fields",
  code: CODE,
  find({ before, after }, { key }) {
    const now = flagKey(after);
    if (!isRenamedTo(now, before, after, key)) return [];
    return [{ before: key, after: now, message: `is called ${now} now; the old name is still taken` }];
  },
};
