import type { ChangeCode } from "../change-codes.ts";
import type { FlagRule } from "../change-rule.ts";

const CODE = "flag-removed" satisfies ChangeCode;

/** A command lacks a flag that it took, by any of its spellings. */
export const flagRemoved: FlagRule = {
  type: "flag",
  code: CODE,
  find({ before, after, key, isRefused, keptAt }) {
    if (before === undefined || after !== undefined) return [];
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
