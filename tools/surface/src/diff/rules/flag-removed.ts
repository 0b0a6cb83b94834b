import type { ChangeCode } from "../change-codes.ts";
import type { FlagRule } from "../change-rule.ts";

const CODE = "flag-removed" satisfies ChangeCode;

/** A command lacks a flag that it took, by any of its spellings. Where its name negates another flag now, it is still taken. */
export const flagRemoved: FlagRule = {
  type: "flag",
  code: CODE,
  find({ before, after, key, isRefused, keptAt, negates }) {
    if (before === undefined || after !== undefined) return [];
    if (negates !== undefined)
      return [{ before: key, after: null, message: `is no flag of its own any more: it negates ${negates} now`, impact: "text" }];
    const was = before.hidden === true ? "was hidden, and" : "is gone:";
    return [
      {
        before: key,
        after: null,
        message: `${was} ${isRefused ? "the binary refuses it now" : "nothing shows it any more"}`,
        ...(keptAt.length === 0 ? {} : { affected: { type: "use", keptAt } }),
      },
    ];
  },
};
