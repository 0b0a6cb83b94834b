import type { ChangeCode } from "../change-codes.ts";
import type { FlagRule } from "../change-rule.ts";
import { flagKey } from "../../flag-identity.ts";

const CODE = "flag-added" satisfies ChangeCode;

/** A command takes a flag that it lacked. */
export const flagAdded: FlagRule = {
  type: "flag",
  code: CODE,
  find({ before, after }) {
    if (before !== undefined || after === undefined) return [];
    const state = after.hidden === true ? "is new, and hidden" : after.deprecated === true ? "is new, and deprecated" : "is new";
    return [{ before: null, after: flagKey(after), message: state }];
  },
};
