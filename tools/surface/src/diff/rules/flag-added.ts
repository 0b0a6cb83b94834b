import type { ChangeCode } from "../change-codes.ts";
import type { FlagRule } from "../change-rule.ts";
import { flagKey } from "../../flag-identity.ts";

const CODE = "flag-added" satisfies ChangeCode;

/** A command takes a flag that it lacked. One that is required breaks every call without it. */
export const flagAdded: FlagRule = {
  type: "flag",
  code: CODE,
  find({ before, after, needs: [, need], negates }) {
    if (before !== undefined || after === undefined) return [];
    if (negates !== undefined)
      return [{ before: null, after: flagKey(after), message: `is a flag of its own now: it negated ${negates}`, impact: "text" }];
    const state = after.hidden === true ? "is new, and hidden" : after.deprecated === true ? "is new, and deprecated" : "is new";
    const found = { before: null, after: flagKey(after) };
    return need === "required"
      ? [{ ...found, message: `${state}, and required`, impact: "breaks", affected: { type: "without" } }]
      : [{ ...found, message: state }];
  },
};
